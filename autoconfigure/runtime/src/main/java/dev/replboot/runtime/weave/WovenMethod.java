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

import org.objectweb.asm.Opcodes;

/**
 * A method that is being woven.
 *
 * @param owner its class's internal name
 * @param version its class file's version
 * @param access its access flags
 * @param name its name
 * @param descriptor its descriptor
 */
record WovenMethod(String owner, int version, int access, String name, String descriptor) {

	boolean isStatic() {
		return (this.access & Opcodes.ACC_STATIC) != 0;
	}

	boolean isSynthetic() {
		return (this.access & Opcodes.ACC_SYNTHETIC) != 0;
	}

	/**
	 * The types that a call has on the stack.
	 * @return a descriptor, with the target if there is one
	 */
	String callDescriptor() {
		return isStatic() ? this.descriptor : "(L" + this.owner + ';' + this.descriptor.substring(1);
	}

}
