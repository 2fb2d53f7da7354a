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

package dev.replboot.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A form that runs code while it is read. It may be the rest of the input.
 *
 * @param code the text
 * @param marker what the announcement has
 * @param effects how often something runs
 * @param open whether the form isn't complete
 */
record ReadTimeForm(String code, String marker, int effects, boolean open) {

	static final String EFFECT = ReadTimeEffect.class.getName();

	static final String LITERAL = "#" + EFFECT;

	static final String CALL = "(" + EFFECT + "/run \"x\")";

	static List<ReadTimeForm> all() {
		List<ReadTimeForm> kinds = new ArrayList<>();
		// what runs, how to recognise it in the record
		String[][] runs = { { LITERAL + "[\"x\"]", "Effect" }, { LITERAL + "{:a 1}", "Effect" },
				{ "#readtime/root \"x\"", "readtime/root" }, { "#readtime/own \"x\"", "readtime/own" },
				{ "#readtime/own (do 1 2)", "readtime/own" }, { "#inst \"x\"", "inst" },
				{ "#readtime/unknown \"x\"", "readtime/unknown" }, { "#=" + CALL, "#=" } };
		for (String[] run : runs) {
			String text = run[0];
			String marker = run[1];
			Stream
				.of("%s", "'[%s]", "(comment %s)", "(when false %s)", "(quote {:a {:b #{%s}}})", "#_ %s nil",
						"#?(:clj '%s :default nil)", "'[#?@(:clj [%s])]", "^{:a %s} []", "#:a{:b '%s}", "#(comment %s)",
						"`(comment %s)", "[::nope/x %s]")
				.filter((around) -> !around.startsWith("^") || !text.contains("do 1"))
				.forEach((around) -> kinds
					.add(new ReadTimeForm(around.replace("%s", text), marker, around.contains("nope") ? 0 : 1, false)));
			kinds.add(new ReadTimeForm("'[%s %s]".replace("%s", text), marker, 2, false));
			// Clojure's reader runs #= in a branch that it leaves out, too
			kinds.add(new ReadTimeForm("#?(:cljs %s :clj nil)".replace("%s", text), marker,
					text.startsWith("#=") ? 1 : 0, false));
			kinds.add(new ReadTimeForm("(comment %s".replace("%s", text), marker, 1, true));
			kinds.add(new ReadTimeForm("(comment #_ %s [{".replace("%s", text), marker, 1, true));
			kinds.add(new ReadTimeForm("(comment {:a} %s)".replace("%s", text), marker, 0, false));
			kinds.add(new ReadTimeForm("(comment %s {:a})".replace("%s", text), marker, 1, false));
		}
		kinds.add(new ReadTimeForm(LITERAL + "[" + LITERAL + "[\"x\"]]", "Effect", 2, false));
		kinds.add(new ReadTimeForm(LITERAL + "{:a " + LITERAL + "[\"x\"]}", "Effect", 2, false));
		kinds.add(new ReadTimeForm(LITERAL + "[#readtime/own \"x\"]", "", 2, false));
		kinds.add(new ReadTimeForm("#readtime/own #readtime/root \"x\"", "", 2, false));
		kinds.add(new ReadTimeForm("#readtime/own #=" + CALL, "", 2, false));
		kinds.add(new ReadTimeForm("#readtime/own [#readtime/root \"x\" " + LITERAL + "[\"x\"]", "", 2, true));
		return kinds;
	}

}
