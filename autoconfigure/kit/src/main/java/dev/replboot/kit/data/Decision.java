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

package dev.replboot.kit.data;

/**
 * Decides what becomes of a dry run.
 */
@FunctionalInterface
interface Decision {

	/**
	 * Commits nothing.
	 */
	Decision NEVER = (report, doomed) -> report;

	/**
	 * Decide.
	 * @param report what was changed
	 * @param doomed whether a part of the body has marked the transaction so that it can
	 * only be rolled back
	 * @return the report, as committed or not
	 */
	ChangeReport decide(ChangeReport report, boolean doomed);

}
