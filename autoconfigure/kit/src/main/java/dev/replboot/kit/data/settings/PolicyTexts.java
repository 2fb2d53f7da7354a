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
 * Asks PostgreSQL what its policies for row-level security depend on.
 */
public final class PolicyTexts {

	/**
	 * Selects a text for each policy {@code p}: its expressions, and the sources of the
	 * functions that they call.
	 */
	public static final String SELECT = """
			select coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), '') || ' '
			|| coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), '') || ' '
			|| coalesce((select pg_catalog.string_agg(f.prosrc, ' ') from pg_catalog.pg_depend d
			join pg_catalog.pg_proc f on f.oid = d.refobjid
			where d.classid = 'pg_catalog.pg_policy'::regclass and d.objid = p.oid
			and d.refclassid = 'pg_catalog.pg_proc'::regclass), '')
			from pg_catalog.pg_policy p""";

	private PolicyTexts() {
	}

}
