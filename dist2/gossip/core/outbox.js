export class Outbox {
    effects = [];
    letters = new Map();
    send(to, message) {
        const key = `${to.host}:${to.port}`;
        const letter = this.letters.get(key);
        if (letter)
            letter.messages.push(message);
        else
            this.letters.set(key, { to, messages: [message] });
    }
    emit(event) {
        this.effects.push({ type: 'event', event });
    }
    add(effect) {
        this.effects.push(effect);
    }
    /** Everything since the last call: events first, then what is to be sent. */
    take() {
        const { effects } = this;
        this.effects = [];
        for (const { to, messages } of this.letters.values())
            effects.push({ type: 'send', to, messages });
        this.letters.clear();
        return effects;
    }
}
//# sourceMappingURL=outbox.js.map