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

import java.time.Duration;

/**
 * Limits of what the kit does with data.
 *
 * @param maxRows how many rows a query gives unless it asks for another number
 * @param timeout how long a statement of a query may take
 * @param comparedRows how many changed rows of a table the report of a dry run lists
 * @param transaction how long a transaction across forms may stay open
 * @param undoRows how many rows can be undone at a time
 */
public record DataSettings(int maxRows, Duration timeout, int comparedRows, Duration transaction, int undoRows) {

}
