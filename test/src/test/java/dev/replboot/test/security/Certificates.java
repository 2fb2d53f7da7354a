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

package dev.replboot.test.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys and certificates of a server and of people, made by the JDK's keytool. One store
 * holds them all, and everybody trusts everybody in it.
 */
final class Certificates {

	static final String PASSWORD = "changeit";

	private final Path folder;

	Certificates(Path folder) throws IOException, InterruptedException {
		this.folder = folder;
		for (String name : List.of("localhost", "admin", "nobody")) {
			keytool("-genkeypair", "-keystore", store(name), "-alias", name, "-dname", "CN=" + name, "-keyalg", "EC",
					"-ext", "san=ip:127.0.0.1");
			keytool("-exportcert", "-keystore", store(name), "-alias", name, "-file", certificate(name));
			keytool("-importcert", "-noprompt", "-keystore", store("trust"), "-alias", name, "-file",
					certificate(name));
		}
	}

	List<String> server() {
		return List.of("server.ssl.key-store=" + store("localhost"), "server.ssl.key-store-password=" + PASSWORD,
				"server.ssl.trust-store=" + store("trust"), "server.ssl.trust-store-password=" + PASSWORD,
				"server.ssl.client-auth=want");
	}

	/**
	 * What a client needs.
	 * @param name whose key it has, or an empty string for none
	 * @return the context
	 */
	SSLContext client(String name) throws IOException, GeneralSecurityException {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(load("trust"));
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		SSLContext context = SSLContext.getInstance("TLS");
		if (!name.isEmpty()) {
			keys.init(load(name), PASSWORD.toCharArray());
		}
		context.init(name.isEmpty() ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

	private KeyStore load(String name) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream file = Files.newInputStream(Path.of(store(name)))) {
			store.load(file, PASSWORD.toCharArray());
		}
		return store;
	}

	private String store(String name) {
		return this.folder.resolve(name + ".p12").toString();
	}

	private String certificate(String name) {
		return this.folder.resolve(name + ".crt").toString();
	}

	private static void keytool(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.addAll(List.of(arguments));
		command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12", "-J-XX:TieredStopAtLevel=1"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(output).isZero();
	}

}
