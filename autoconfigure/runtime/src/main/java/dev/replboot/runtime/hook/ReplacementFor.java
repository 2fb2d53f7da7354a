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

package dev.replboot.runtime.hook;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method that woven code calls instead of a method of the JDK. It takes
 * the same parameters, after the target if there is one, and returns the same.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface ReplacementFor {

	/**
	 * The classes that declare the replaced method.
	 * @return at least one
	 */
	Class<?>[] value();

	/**
	 * The name of the replaced method, if it isn't the hook's.
	 * @return the name, or nothing
	 */
	String method() default "";

	/**
	 * Whether the replaced method is static.
	 * @return whether it is
	 */
	boolean isStatic() default false;

}
