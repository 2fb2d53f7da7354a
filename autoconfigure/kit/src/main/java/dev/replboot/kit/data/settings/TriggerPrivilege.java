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

package dev.replboot.kit.data.settings;

/**
 * Asks MariaDB whether its user may see the triggers of a table.
 */
public final class TriggerPrivilege {

	/**
	 * Selects something if the user may. The parameters are the table's schema, twice,
	 * and its name.
	 */
	public static final String SELECT = """
			select 1 from information_schema.user_privileges where privilege_type = 'TRIGGER'
			union all select 1 from information_schema.schema_privileges
			where privilege_type = 'TRIGGER' and ? like table_schema
			union all select 1 from information_schema.table_privileges
			where privilege_type = 'TRIGGER' and table_schema = ? and table_name = ?""";

	private TriggerPrivilege() {
	}

}
