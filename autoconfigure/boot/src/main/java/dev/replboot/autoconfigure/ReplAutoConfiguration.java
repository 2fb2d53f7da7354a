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

package dev.replboot.autoconfigure;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplRole;
import dev.replboot.access.RoleNames;
import dev.replboot.access.peer.PeerRule;
import dev.replboot.endpoint.AuditLogOperation;
import dev.replboot.endpoint.PatchOperations;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.endpoint.UnknownFields;
import dev.replboot.eval.EvaluationLimits;
import dev.replboot.eval.EvaluationListener;
import dev.replboot.kit.KitHost;
import dev.replboot.kit.KitParts;
import dev.replboot.kit.patch.Patches;
import dev.replboot.lifecycle.ApplicationIdentity;
import dev.replboot.lifecycle.Banner;
import dev.replboot.lifecycle.LeasePolicy;
import dev.replboot.lifecycle.LifecycleListener;
import dev.replboot.lifecycle.ReplLifecycle;
import dev.replboot.lifecycle.ReplOpener;
import dev.replboot.lifecycle.ReplWarmUp;
import dev.replboot.lifecycle.RevocationPolicy;
import dev.replboot.listener.ConnectionAdmission;
import dev.replboot.listener.ReplListener;
import dev.replboot.listener.ServerBinder;
import dev.replboot.listener.nrepl.NreplReplListener;
import dev.replboot.listener.prepl.PreplReplListener;
import dev.replboot.listener.socket.SocketReplListener;
import dev.replboot.listener.socket.SocketSession;
import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.RuntimeFactory;
import dev.replboot.runtime.RuntimeHold;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.ValueViews;
import dev.replboot.runtime.launch.Runtimes;
import dev.replboot.runtime.unload.RuntimeWatch;
import dev.replboot.session.SessionBounds;
import dev.replboot.session.SessionListener;

/**
 * Auto-configuration of the REPL. Makes nothing unless the endpoint is exposed and access
 * to it allowed.
 */
@AutoConfiguration
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
@EnableConfigurationProperties({ ReplProperties.class, ClosingProperties.class })
public final class ReplAutoConfiguration {

	// set by the twin itself
	private static final String TWIN = "repl.twin.active";

	private static final Clock CLOCK = Clock.systemDefaultZone();

	// called when the application starts, and not while it is processed ahead of time
	ReplAutoConfiguration() {
		if (NativeDetector.inNativeImage()) {
			throw new NativeImageException();
		}
	}

	@Bean
	ReplEndpoint replEndpoint(ReplLifecycle lifecycle, ObjectProvider<DenialListener> denials, AuditLogOperation record,
			Patches patches, ReplAuthorities authorities, RuntimeWatch watch) {
		return new ReplEndpoint(lifecycle, all(denials), record, new PatchOperations(patches, authorities), watch,
				CLOCK);
	}

	@Bean
	UnknownFields replUnknownFields(ObjectProvider<DenialListener> denials, ReplAuthorities authorities) {
		return new UnknownFields(all(denials), authorities);
	}

	@Bean
	RuntimeWatch replRuntimeWatch(ClosingProperties properties) {
		return new RuntimeWatch(properties.getWatch());
	}

	@Bean
	ReplAuthorities replAuthorities(ReplProperties properties, ApplicationContext context) {
		RolesProperties roles = properties.getRoles();
		return new ReplAuthorities(new RoleNames(RolePrefix.of(context)), roles.getViewer(), roles.getUser(),
				roles.getAdmin(), roles.getAuditor());
	}

	@Bean
	EndpointNotice replEndpointNotice(ApplicationContext context, ReplAuthorities authorities) {
		return new EndpointNotice(context, authorities);
	}

	@Bean
	EvaluationLimits replEvaluationLimits(ReplProperties properties) {
		LimitsProperties limits = properties.getLimits();
		return new EvaluationLimits(limits.getTime(), limits.getAllocation().toBytes(), limits.getOutput().toBytes(),
				limits.getPrintLength(), limits.getPrintDepth(), Math.toIntExact(limits.getRequest().toBytes()),
				properties.getPrint().isReadable());
	}

	@Bean
	RuntimeFactory replRuntimeFactory(ReplProperties properties, ObjectProvider<GuardListener> guards,
			RuntimeWatch watch) {
		GuardListener guard = GuardListener.of(guards.orderedStream().toList());
		return switch (properties.getRuntime()) {
			case ISOLATED -> Runtimes.isolated(guard, properties.getLimits().getCallback(), watch);
			case SHARED -> Runtimes.shared(guard, properties.getLimits().getCallback());
		};
	}

	@Bean
	@ConditionalOnProperty("repl.warm-up")
	ReplWarmUp replWarmUp(ReplOpener opener) {
		return new ReplWarmUp(opener);
	}

	@Bean
	@ConditionalOnProperty(name = "repl.socket.enabled", matchIfMissing = true)
	SocketReplListener socketRepl(ReplProperties properties, ObjectProvider<DenialListener> denials) {
		LimitsProperties limits = properties.getLimits();
		return new SocketReplListener(binder("repl.socket", properties, properties.getSocket(), 5555),
				new SocketSession.Limits(limits.getIdle()), doors(limits), all(denials));
	}

	@Bean
	@ConditionalOnProperty("repl.nrepl.enabled")
	NreplReplListener nreplServer(ReplProperties properties, ObjectProvider<DenialListener> denials) {
		LimitsProperties limits = properties.getLimits();
		return new NreplReplListener(binder("repl.nrepl", properties, properties.getNrepl(), 7888), limits.getIdle(),
				doors(limits), all(denials));
	}

	@Bean
	@ConditionalOnProperty("repl.prepl.enabled")
	PreplReplListener prepl(ReplProperties properties, ObjectProvider<DenialListener> denials) {
		LimitsProperties limits = properties.getLimits();
		return new PreplReplListener(binder("repl.prepl", properties, properties.getPrepl(), 7889),
				new SocketSession.Limits(limits.getIdle()), doors(limits), all(denials));
	}

	private static ConnectionAdmission.Bounds doors(LimitsProperties limits) {
		return new ConnectionAdmission.Bounds(limits.getLogins(), limits.getLogin(), limits.getFailedAttempts(),
				limits.getAddresses());
	}

	private static ServerBinder binder(String prefix, ReplProperties properties, ListenerProperties listener,
			int defaultPort) {
		return new Binders(prefix).binder(listener, defaultPort, properties.getPeer().getRequire());
	}

	@Bean
	ReplLifecycle replLifecycle(ReplProperties properties, ReplAuthorities authorities, ReplOpener opener,
			ObjectProvider<LifecycleListener> listeners) {
		ReplProperties.Lease lease = properties.getLease();
		LeasePolicy policy = new LeasePolicy(lease.getDefault(), lease.getMax(), properties.isRequireReason());
		return new ReplLifecycle(authorities, policy, opener, listeners.orderedStream().toList(), CLOCK,
				System::nanoTime);
	}

	@Bean
	ReplOpener replOpener(ReplProperties properties, EvaluationLimits limits, RuntimeFactory runtimes,
			ObjectProvider<ReplListener> listeners, PeerRule peers, ObjectProvider<RevocationPolicy> revocation,
			ObjectProvider<EvaluationListener> evaluations, ObjectProvider<SessionListener> sessions,
			ObjectProvider<RuntimeHold> hold, KitHost kit, KitParts parts, ReplAuthorities authorities,
			ApplicationContext context) {
		ClassLoader loader = (context.getClassLoader() != null) ? context.getClassLoader()
				: ClassUtils.getDefaultClassLoader();
		RuntimeSetup setup = new RuntimeSetup((loader != null) ? loader : ClassLoader.getSystemClassLoader(),
				Map.of("kit", kit, "parts", parts, "context", context, "source-paths",
						properties.getSourcePaths().stream().map(Path::toString).toList(), ValueViews.HOST_OBJECT,
						StandardValues.of(context)),
				List.of("repl.kit.beans", "repl.kit"), properties.getSourcePaths());
		ReplOpener.Observers observers = new ReplOpener.Observers(evaluations.orderedStream().toList(),
				sessions.orderedStream().toList(), hold.getIfAvailable(() -> (unload) -> null));
		return new ReplOpener(runtimes, () -> setup, listeners.orderedStream().toList(), peers,
				revocation.getIfAvailable(RevocationPolicy::none), observers, limits,
				bounds(properties.getLimits(), authorities), new Banner(() -> identity(context), limits), CLOCK);
	}

	private static SessionBounds bounds(LimitsProperties limits, ReplAuthorities authorities) {
		return new SessionBounds(limits.getSessions(), limits.getSessionsPerPrincipal(),
				(principal) -> authorities.has(principal, ReplRole.ADMIN));
	}

	private static DenialListener all(ObjectProvider<DenialListener> listeners) {
		return (denial) -> listeners.orderedStream().forEach((listener) -> listener.denied(denial));
	}

	static ApplicationIdentity identity(ApplicationContext context) {
		Environment environment = context.getEnvironment();
		String[] active = environment.getActiveProfiles();
		return new ApplicationIdentity(ApplicationName.of(context),
				List.of((active.length != 0) ? active : environment.getDefaultProfiles()),
				hostName() + ", process " + ManagementFactory.getRuntimeMXBean().getPid(),
				environment.getProperty(TWIN, Boolean.class, false));
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "an unnamed host";
		}
	}

}
