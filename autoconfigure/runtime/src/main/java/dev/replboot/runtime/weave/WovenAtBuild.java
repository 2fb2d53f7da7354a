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

package dev.replboot.runtime.weave;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What weaving makes of the kit and of the Clojure that this project was built with, so
 * that opening a REPL needn't weave them: in a JVM that hasn't done it before, that takes
 * as long as Clojure's own start. A class file that differs is woven when it is needed.
 */
public final class WovenAtBuild {

	private static final Log logger = LogFactory.getLog(WovenAtBuild.class);

	// of this module and of the kit's
	private static final List<String> RESOURCES = List.of("clojure.deltas", "kit.deltas");

	private static final int BUFFER = 1 << 16;

	private static final int EXPECTED = 6000;

	private final Map<String, ClassDelta> deltas;

	private WovenAtBuild(Map<String, ClassDelta> deltas) {
		this.deltas = deltas;
	}

	/**
	 * Read what was made at build time.
	 * @return what there is, which is nothing if it can't be read
	 */
	public static WovenAtBuild read() {
		Map<String, ClassDelta> deltas = new HashMap<>(EXPECTED * 2);
		for (String name : RESOURCES) {
			try (InputStream resource = WovenAtBuild.class.getResourceAsStream(name)) {
				if (resource != null) {
					read(resource, deltas);
				}
			}
			catch (IOException ex) {
				logger.warn("Opening takes longer: could not read " + name, ex);
			}
		}
		return new WovenAtBuild(deltas);
	}

	private static void read(InputStream resource, Map<String, ClassDelta> deltas) throws IOException {
		DataInputStream in = new DataInputStream(new BufferedInputStream(resource, BUFFER));
		for (int count = in.readInt(); count > 0; count--) {
			deltas.put(in.readUTF(), ClassDelta.read(in));
		}
	}

	/**
	 * Weave classes and keep the result.
	 * @param originals class files by their internal names
	 * @param target where to write what {@link #read()} reads
	 * @throws IOException if it can't be written
	 */
	public static void write(Map<String, byte[]> originals, OutputStream target) throws IOException {
		DataOutputStream out = new DataOutputStream(target);
		out.writeInt(originals.size());
		for (Map.Entry<String, byte[]> original : originals.entrySet()) {
			out.writeUTF(original.getKey());
			byte[] woven = weave(original.getKey(), original.getValue());
			ClassDelta.between(original.getValue(), woven).write(out);
		}
		out.flush();
	}

	private static byte[] weave(String internalName, byte[] original) {
		return internalName.startsWith("clojure/") ? ClassWeaver.weaveClojure(internalName, original)
				: ClassWeaver.weave(original);
	}

	/**
	 * Find what weaving makes of a class.
	 * @param internalName the class's name
	 * @param original the class file
	 * @return the class file to define instead, or {@code null} if it wasn't woven at
	 * build time
	 */
	public byte @Nullable [] find(String internalName, byte[] original) {
		ClassDelta delta = this.deltas.get(internalName);
		return (delta != null) ? delta.applyTo(original) : null;
	}

}
