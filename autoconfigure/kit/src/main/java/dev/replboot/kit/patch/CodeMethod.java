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

package dev.replboot.kit.patch;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * A method as the code of its class has it. Unlike {@link Method}, Java can make one of a
 * class that refers to classes which aren't there.
 *
 * @param type the class that declares it
 * @param name its name
 * @param types the types of its parameters and its result, without generics
 */
record CodeMethod(Class<?> type, String name, MethodType types) {

	static CodeMethod of(Method method) {
		return new CodeMethod(method.getDeclaringClass(), method.getName(),
				MethodType.methodType(method.getReturnType(), method.getParameterTypes()));
	}

	/**
	 * Its types as the code has them.
	 * @return the method's descriptor
	 */
	String descriptor() {
		return this.types.toMethodDescriptorString();
	}

}
