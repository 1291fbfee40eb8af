export function isSubscribedMode({ subscriptions, protocol }) {
    return subscriptions !== undefined && protocol === 2 && subscriptions.count > 0;
}
//# sourceMappingURL=subscribed-mode.js.map