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

package dev.replboot.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.text.VisibleText;

/**
 * The address of a client as the server or a proxy says it. A proxy's header may have any
 * text, so what isn't an address is shortened and escaped. No name is ever looked up.
 *
 * @param text the address, to be shown
 * @param network what failed attempts are counted for: the address, of IPv6 the first 64
 * bits, which are one site's, and of which one client can have all the others
 */
@Internal
public record ClientAddress(String text, String network) {

	private static final int MAX_LENGTH = 64;

	private static final int NETWORK_BYTES = 8;

	private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

	private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

	private static final Pattern IPV4_AND_PORT = Pattern.compile("(?<host>[0-9.]{7,15}):[0-9]{1,5}");

	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

	private static final Pattern IPV6_IN_BRACKETS = Pattern.compile("\\[(?<host>[^\\]]{2,64})](:[0-9]{1,5})?");

	/**
	 * Read an address.
	 * @param address what the server or a proxy says, maybe with a port
	 * @return the address
	 */
	public static ClientAddress of(String address) {
		String host = host((address.length() <= 2 * MAX_LENGTH) ? address.strip() : address.substring(0, MAX_LENGTH));
		InetAddress parsed = parse(host);
		if (parsed instanceof Inet6Address) {
			byte[] site = Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES);
			return new ClientAddress(parsed.getHostAddress(), HexFormat.of().formatHex(site) + "/64");
		}
		if (parsed != null) {
			return new ClientAddress(parsed.getHostAddress(), parsed.getHostAddress());
		}
		String shown = VisibleText.line(host);
		String text = (shown.length() <= MAX_LENGTH) ? shown : shown.substring(0, MAX_LENGTH) + "…";
		return new ClientAddress(text, text);
	}

	private static String host(String address) {
		Matcher brackets = IPV6_IN_BRACKETS.matcher(address);
		if (brackets.matches()) {
			return withoutZone(brackets.group("host"));
		}
		Matcher port = IPV4_AND_PORT.matcher(address);
		return port.matches() ? port.group("host") : withoutZone(address);
	}

	private static String withoutZone(String address) {
		int zone = address.indexOf('%');
		return (zone > 0 && IPV6.matcher(address.substring(0, zone)).matches()) ? address.substring(0, zone) : address;
	}

	private static @Nullable InetAddress parse(String host) {
		boolean literal = IPV4.matcher(host).matches() || (host.indexOf(':') >= 0 && IPV6.matcher(host).matches());
		try {
			// in brackets it can't be taken for a name
			return literal ? InetAddress.getByName((host.indexOf(':') >= 0) ? "[" + host + "]" : host) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
