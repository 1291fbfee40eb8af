/**
 * Proof that a process is gone, which is faster than silence: a machine that is up answers a datagram to a port that nobody has open
 * with a refusal (ICMP port unreachable, ECONNREFUSED at a connected UDP socket).
 *
 * One refusal proves nothing: a socket may just be opened anew, a firewall or an address translator on the way may refuse, another
 * member may know better. So a case is opened: the address is pinged again until it has refused twice, at least
 * REFUSAL_GAP_MS apart, and the other observers are asked to look for themselves. The process is gone when another one has found the same,
 * or when there is no other to ask. Any sign of life after the first refusal, here or at another observer, closes the case.
 *
 * Bounds: one case for each live member, given up after ttl.
 */
import type { Accusations } from './accusations.ts';
import { addressOf, type Context, isSameAddress } from './context.ts';
import type { Member } from './member.ts';
import { NO_INSTANCE, type Query, type Reply } from './messages.ts';
import type { Prober } from './prober.ts';
import type { Address } from './types.ts';

const REFUSAL_GAP_MS = 100;
/** How often a case is looked at again once the address has refused twice. */
const RETRY_MS = 50;

interface Case {
  readonly member: Member;
  readonly instance: string;
  readonly address: Address;
  readonly firstMs: number;
  lastMs: number;
  /** The last round of questions. */
  seq: number;
  askedMs: number;
  nextMs: number;
}

export class CrashEvidence {
  private readonly context: Context;
  private readonly prober: Prober;
  private readonly accusations: Accusations;
  private readonly cases = new Map<Member, Case>();

  constructor(context: Context, prober: Prober, accusations: Accusations) {
    this.context = context;
    this.prober = prober;
    this.accusations = accusations;
  }

  /** A datagram to this address was refused. */
  onRefused(address: Address, nowMs: number): void {
    if (!this.context.config.crashEvidence) return;
    const member = this.memberAt(address);
    if (!member) return;
    const known = this.cases.get(member);
    if (known && !this.isOver(known, nowMs)) {
      known.lastMs = nowMs;
      if (isComplete(known)) this.ask(known, nowMs);
      return;
    }
    const opened: Case = {
      ...{ member, instance: member.record.instance, address, firstMs: nowMs, lastMs: nowMs },
      ...{ seq: 0, askedMs: nowMs, nextMs: nowMs + REFUSAL_GAP_MS },
    };
    this.cases.set(member, opened);
    this.ask(opened, nowMs);
  }

  /** A connection to this member was reset: perhaps its process is gone. */
  onLinkReset(id: string, nowMs: number): void {
    const member = this.context.table.get(id);
    if (!this.context.config.crashEvidence || !member?.isLive || member.isMyself) return;
    this.prober.probe(member, nowMs);
  }

  /** Another observer had a datagram to this member refused. Returns whether this one has found the same. */
  onQuery(query: Query, member: Member, nowMs: number): boolean {
    const known = this.cases.get(member);
    const isOpen = known !== undefined && !this.isOver(known, nowMs);
    if (query.refused && !isOpen && this.context.config.crashEvidence) this.prober.probe(member, nowMs);
    return isOpen && isComplete(known);
  }

  onReply(reply: Reply, sender: string, nowMs: number): void {
    for (const known of this.cases.values()) {
      if (known.seq !== reply.seq) continue;
      if (known.askedMs - reply.ageMs > known.firstMs) this.cases.delete(known.member);
      else if (reply.refused && isComplete(known)) this.conclude(known, sender, nowMs);
    }
  }

  tick(nowMs: number): void {
    for (const known of this.cases.values()) {
      if (this.isOver(known, nowMs)) {
        this.cases.delete(known.member);
      } else if (nowMs >= known.nextMs) {
        known.nextMs = nowMs + RETRY_MS;
        this.prober.probeAgain(known.member, nowMs);
      }
    }
  }

  nextMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const known of this.cases.values()) next = Math.min(next, known.nextMs);
    return next;
  }

  /** Asks the other observers; where there is none that could know better, the own evidence decides. */
  private ask(known: Case, nowMs: number): void {
    const { table } = this.context;
    const others = table.rings
      .neighbours(known.member)
      .filter((observer) => !observer.isMyself && !this.cases.has(observer));
    if (others.length === 0 && isComplete(known)) {
      this.conclude(known, NO_INSTANCE, nowMs);
      return;
    }
    known.seq = this.context.nextSeq();
    known.askedMs = nowMs;
    const subject = known.instance;
    for (const observer of others)
      this.context.sendTo(observer, { type: 'query', seq: known.seq, subject, refused: true });
    if (!isComplete(known)) this.prober.probe(known.member, nowMs);
  }

  private conclude(known: Case, witness: string, nowMs: number): void {
    if (this.isOver(known, nowMs) || nowMs < this.context.health.noVerdictBeforeMs) return;
    this.cases.delete(known.member);
    this.accusations.declareGone(known.member, witness, known.firstMs, nowMs);
  }

  /** The member answered meanwhile, is somebody or somewhere else now, or too much time has passed. */
  private isOver({ member, instance, address, firstMs }: Case, nowMs: number): boolean {
    return (
      !member.isLive ||
      this.context.table.get(member.record.id) !== member ||
      member.record.instance !== instance ||
      member.vouchedMs >= firstMs ||
      !isSameAddress(addressOf(member), address) ||
      nowMs - firstMs > this.context.timing.ttlMs
    );
  }

  /** The live member at this address; undefined if there is none, or more than one says so. */
  private memberAt(address: Address): Member | undefined {
    let found: Member | undefined;
    for (const member of this.context.table.all()) {
      if (!member.isLive || member.isMyself || !isSameAddress(addressOf(member), address)) continue;
      if (found) return undefined;
      found = member;
    }
    return found;
  }
}

function isComplete({ firstMs, lastMs }: Case): boolean {
  return lastMs - firstMs >= REFUSAL_GAP_MS;
}
