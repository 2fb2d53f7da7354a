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

package dev.replboot.endpoint;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import dev.replboot.access.ClientAddress;
import dev.replboot.access.Peer;

/**
 * Tells where a request came from that no chain of ours has looked at. Spring MVC binds
 * its request to the thread; WebFlux has nothing of the kind.
 */
final class UnguardedRequest {

	private static final boolean SERVLET = ClassUtils.isPresent("jakarta.servlet.http.HttpServletRequest",
			UnguardedRequest.class.getClassLoader())
			&& ClassUtils.isPresent("org.springframework.web.context.request.RequestContextHolder",
					UnguardedRequest.class.getClassLoader());

	private UnguardedRequest() {
	}

	static @Nullable Peer peer() {
		return SERVLET ? Servlet.peer() : null;
	}

	/**
	 * What takes the servlet API.
	 */
	private static final class Servlet {

		private Servlet() {
		}

		private static @Nullable Peer peer() {
			if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
				return null;
			}
			HttpServletRequest request = attributes.getRequest();
			String address = request.getRemoteAddr();
			return (address != null) ? Peer.at(ClientAddress.of(address).text()) : null;
		}

	}

}
