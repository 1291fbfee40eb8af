/** A thread's event loop: what comes while it stands still is done when it goes on, in order, and never once it has ended. */
export class EventLoop {
  isUp = true;
  isPaused = false;
  private readonly inbox: (() => void)[] = [];

  enter(work: () => void): void {
    if (!this.isUp) return;
    if (this.isPaused) this.inbox.push(work);
    else work();
  }

  end(): void {
    this.isUp = false;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    for (const work of this.inbox.splice(0)) this.enter(work);
  }
}
