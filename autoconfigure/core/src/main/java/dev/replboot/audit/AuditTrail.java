/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.replboot.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.eval.CurrentOrigin;
import dev.replboot.eval.EvaluationOrigin;

/**
 * Hands what happened to every sink. What is announced before it happens is on record in
 * all required sinks when {@link #publish} returns; if one of them fails, it must not
 * happen.
 */
@Internal
public final class AuditTrail {

	private final AuditSource source;

	private final Clock clock;

	private final Masking masking;

	private final List<SinkChannel> channels;

	private final List<Runnable> outstanding = new CopyOnWriteArrayList<>();

	private final AtomicLong sequence = new AtomicLong();

	private volatile @Nullable AuditLease lease;

	/**
	 * Create the trail.
	 * @param source the process that events come from
	 * @param sinks where events go
	 * @param delivery how they get there
	 * @param masking takes secrets out
	 * @param losses told of events that a sink didn't get
	 * @param clock tells the time
	 */
	public AuditTrail(AuditSource source, List<AuditSink> sinks, Delivery delivery, Masking masking,
			AuditLossListener losses, Clock clock) {
		this.source = source;
		this.clock = clock;
		this.masking = masking;
		this.channels = sinks.stream()
			.map((sink) -> new SinkChannel(sink, delivery.required().contains(sink.name()), delivery.queue(),
					delivery.timeout(), losses))
			.toList();
	}

	/**
	 * The REPL is about to open: sinks stay open from now on.
	 * @param lease the lease
	 */
	public void opening(AuditLease lease) {
		String reason = lease.reason();
		this.lease = (reason != null)
				? new AuditLease(lease.openedBy(), this.masking.prose(reason), lease.openedAt(), lease.endsAt())
				: lease;
		this.channels.forEach(SinkChannel::hold);
	}

	/**
	 * Have something put what it still has to say on the audit log before the REPL's end
	 * is.
	 * @param task publishes it
	 */
	public void beforeClosing(Runnable task) {
		this.outstanding.add(task);
	}

	/**
	 * The REPL is about to be closed, or the application: what is outstanding goes on the
	 * audit log.
	 */
	public void closing() {
		this.outstanding.forEach(Runnable::run);
	}

	/**
	 * The REPL is closed: what there is to write is written and the sinks are closed.
	 */
	public void closed() {
		this.lease = null;
		this.channels.forEach(SinkChannel::release);
	}

	/**
	 * Publish an event.
	 * @param principal the name of who did it
	 * @param type what was done
	 * @param data the details of the event; entries without a value are left out
	 * @throws UnrecordedException if it is announced before it happens and a required
	 * sink fails
	 */
	public void publish(String principal, AuditType type, Map<String, ? extends @Nullable Object> data) {
		EvaluationOrigin origin = CurrentOrigin.get();
		boolean own = origin != null && origin.principal().name().equals(principal);
		publish((own && origin != null) ? AuditActor.of(origin) : AuditActor.named(principal), type, data);
	}

	/**
	 * Publish an event.
	 * @param actor who did it
	 * @param type what was done
	 * @param data the details of the event; entries without a value are left out
	 * @throws UnrecordedException if it is announced before it happens and a required
	 * sink fails
	 */
	public void publish(AuditActor actor, AuditType type, Map<String, ? extends @Nullable Object> data) {
		ReplAuditEvent event = event(actor.orCaller(), type, data);
		List<SinkChannel> took = new ArrayList<>();
		Map<SinkChannel, CompletableFuture<Void>> awaited = new LinkedHashMap<>();
		try {
			for (SinkChannel channel : this.channels) {
				CompletableFuture<Void> written = channel.send(event);
				if (type.isAnnounced() && channel.isRequired()) {
					if (written.isDone()) {
						channel.await(written);
					}
					else {
						awaited.put(channel, written);
					}
				}
				took.add(channel);
			}
			awaited.forEach(SinkChannel::await);
		}
		catch (UnrecordedException ex) {
			took.forEach((channel) -> channel.send(withdrawal(event, ex)));
			throw ex;
		}
	}

	private ReplAuditEvent event(AuditActor actor, AuditType type, Map<String, ? extends @Nullable Object> data) {
		return new ReplAuditEvent(type, this.sequence.incrementAndGet(), OffsetDateTime.now(this.clock), this.source,
				actor, this.lease, this.masking.mask(ReplAuditEvent.present(data)));
	}

	// those who have it on record that something is about to happen learn that it didn't
	private ReplAuditEvent withdrawal(ReplAuditEvent event, UnrecordedException ex) {
		return event(event.actor(), AuditType.REPL_WITHDRAWN,
				Map.of("withdrawn", event.sequence(), "sink", ex.getSink(), "error", String.valueOf(ex.getMessage())));
	}

	/**
	 * How events get to the sinks.
	 *
	 * @param required the names of the sinks without which nothing happens
	 * @param queue how many events may wait for a sink
	 * @param timeout how long a required sink may take
	 */
	public record Delivery(Set<String> required, int queue, Duration timeout) {

		public Delivery {
			required = Set.copyOf(required);
		}

	}

}
