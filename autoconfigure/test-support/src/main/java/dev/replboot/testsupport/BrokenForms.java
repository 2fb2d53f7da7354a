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

package dev.replboot.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes texts that are broken: valid forms in which every subform leaves a hit, with a
 * token dropped, doubled, swapped or cut at, or with something put in that no reader
 * takes. Behind each comes {@code (hit 999)}. The same seed makes the same texts.
 */
public final class BrokenForms {

	/**
	 * The number of the hit behind each broken form.
	 */
	public static final long BEHIND = 999;

	// H becomes (hit 1), (hit 2) and so on; names are such that no REPL has them
	private static final List<String> TEMPLATES = List.of("(do H H)", "(list H [H {:a H}])", "[H H (vector H)]",
			"{:a H :b H}", "#{H (inc H)}", "(doall (map #(do H %) [1 2]))", "(map #(list % H) #{1})",
			"(let [va H vb H] (+ va vb H))", "(when H (if H H))", "(when false H) H", "'(H [H]) H",
			"`(va ~H ~@[H H]) H", "^{:a H} [H]", "(vec ^:m [H ^String (str H)])", "#inst \"2026-01-01\" H",
			"(do #uuid \"00000000-0000-0000-0000-000000000001\" H)", "#?(:clj H :default H) H", "[#?@(:clj [H H]) H]",
			"#:va{:a H :b [H]}", "#::{:a H :b H}", "(str \"a(\" H \"b) ; c\" H)",
			"(re-find #\"a[(]b\\d\" (str H \"a(b\")) H", "(do ; a comment H )\n H) H", "(do #_ H H #_ #_ H H H)",
			"(list \\a \\( H \\newline \\u0041 H)",
			"(try H (throw (ex-info \"va\" {:a H})) (catch Exception vc H) (finally H))", "((fn [va] (-> va (+ H))) H)",
			"(case H 1 H H)", "(cond-> H true (+ H))", "@(delay H) H",
			"(reduce + [H H 1 0x1F 2r101 1/2 1.5e3 1M 7N -1])", "(let [{:keys [va] :as vb} {:va H}] [va vb H])",
			"(comment H) H", "[#'hit H (var hit)]", "(doseq [va [H H]] (hit va))",
			"(binding [*print-length* H] (pr-str [H H]))", "(-> {:a/b H} :a/b (max H))", "(or (and H nil) H)",
			"{\"a\\\"\\u0041\\n\" H, \\space H}", "(letfn [(va [vb] H)] (va H)) H", "#(do H %&) (#(do %2 H) H H)");

	private static final List<String> WRAPPERS = List.of("%s", "%s", "(do %s)", "[%s]", "(list 1 %s)", "{:k (do %s)}",
			"#{(do %s)}", "(#(do %s))", "'(%s)", "^{:m 1} [%s]", "#?(:clj (do %s))", "(when false %s)",
			"(do #_(%s) (hit 50))", "(let [vx 1] %s (hit 51))", "(str \"x\" (do %s))", "#:va{:k (do %s)}", "(try %s)",
			"`(%s)", "(comment %s)", "\"%s\"", "(when true\n  ; %s\n  (hit 52))");

	/**
	 * What no reader takes, and whose brackets and quotes are complete or absent.
	 */
	private static final List<String> CLOSED_ERRORS = List.of("{:a}", "{:a 1 :a 2}", "#{1 1}", "{:a 1 :b}",
			"#nope/tag 1", "#nope [1]", "#nope x", "1a", "0x", "0xg", "1/0", "08", "2r2", "37r1", "1N2", "1.2.3",
			"\\foo", "\\u12", "\\o777", "\\ud800", "\"\\q\"", "\"\\u12\"", "\"\\777\"", "#\"(\"", "#\"[\"",
			"#inst \"nope\"", "#inst 1", "#uuid \"nope\"", "#uuid 1", "::nope/x", "a/", "a:", "a::b", ":", "::", ":a/",
			"/a/", "^1 x", "^{:a} x", "^:m 1", "#?(:clj)", "#?(1 2)", "#?(:clj 1 :clj)", "#?[:clj 1]", "#?(:cljs)",
			"#?@(:clj 1)", "#:{}", "#:a/b{}", "#:a{:b}", "#:a [1]", "#::nope{:a 1}", "#:a{:b 1 :b 2}", "#(#(1))",
			"#(do #(do %))", "#<x>", "#<x y z>", "##Foo", "## 1", "#=(nope)", "#=nope", "#=(System/nope)",
			"#no.such.Type[1]", "#no.such.Type{:a 1}", "#java.lang.Long[]", "#java.util.Date{:a 1}", "#/", "#%", "#a",
			"#1", "#:1{}");

	private static final List<String> OPEN_ERRORS = List.of(")", "]", "}", "(]", "[)", "{)", "#{]", "(", "[", "{", "#{",
			"#(", "\"", "#\"", "'", "^", "#", "#_", "@", "`", "~", "~@", "#'", "#?(", "#?@(:clj [", "#:a", "#^", "##",
			"#=", "\\", "^{:a", "\"\\", "#inst", "#inst \"", "{:a} (", "#nope", "1a (", "::nope/x [", "\"\\q");

	private static final Pattern TOKENS = Pattern
		.compile("#\\?@|#[({?'_^\"=:#]|~@|[()\\[\\]{}'`~@^\"\\\\;#:,]|[^\\s()\\[\\]{}'`~@^\"\\\\;#:,]+|\\s+");

	private final Random random;

	private int made;

	/**
	 * Create a generator.
	 * @param seed the same seed makes the same texts
	 */
	public BrokenForms(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Make the next text.
	 * @return complete lines, the last of which is {@code (hit 999)} or ends with it
	 */
	public String next() {
		this.made++;
		String form = valid();
		String broken = (this.made % 2 == 0) ? mutated(form)
				: insert(form, (this.made % 3 == 0) ? pick(OPEN_ERRORS) : pick(CLOSED_ERRORS));
		if (this.random.nextInt(8) == 0) {
			broken = mutated(broken);
		}
		return embed(broken);
	}

	/**
	 * Make the next text that a reader refuses; now and then one that it takes all the
	 * same.
	 * @param readable whether a reader takes a text
	 * @return complete lines
	 */
	public String next(Predicate<String> readable) {
		String text = next();
		while (readable.test(text) && this.random.nextInt(16) != 0) {
			text = next();
		}
		return text;
	}

	/**
	 * Make a text whose first form is one that isn't readable, although its brackets and
	 * quotes match: wherever it is cut into packets, its end is found.
	 * @return complete lines, the last of which ends with {@code (hit 999)}
	 */
	public String nextClosed() {
		// in front of the form it would be one of its own, and the form may come later
		List<String> tokens = tokens("(do " + filled(pick(TEMPLATES)) + ")");
		tokens.add(1 + this.random.nextInt(tokens.size() - 1), " " + pick(CLOSED_ERRORS) + " ");
		return String.join("", tokens) + separator() + "(hit " + BEHIND + ")\n";
	}

	/**
	 * Make a text of a valid form.
	 * @return complete lines
	 */
	public String nextValid() {
		return embed(valid());
	}

	/**
	 * Cut a text into packets.
	 * @param text the text
	 * @return its parts
	 */
	public List<String> packets(String text) {
		List<String> packets = new ArrayList<>();
		int start = 0;
		while (start < text.length()) {
			int end = Math.min(text.length(), start + 1 + this.random.nextInt(Math.max(1, text.length() / 2)));
			packets.add(text.substring(start, end));
			start = end;
		}
		return packets;
	}

	/**
	 * Take away what can be taken away while a text still fails.
	 * @param text the text
	 * @param fails whether a text fails
	 * @return the smallest that was found
	 */
	public static String shrink(String text, Predicate<String> fails) {
		String smallest = text;
		int tries = 400;
		for (int length = text.length() / 2; length > 0; length = (length == 1) ? 0 : length / 2) {
			int at = 0;
			while (at + length < smallest.length() && tries > 0) {
				String smaller = smallest.substring(0, at) + smallest.substring(at + length);
				tries--;
				if (fails.test(smaller)) {
					smallest = smaller;
				}
				else {
					at += length;
				}
			}
		}
		return smallest;
	}

	private String valid() {
		return pick(WRAPPERS).replace("%s", filled(pick(TEMPLATES)));
	}

	private String embed(String form) {
		String before = (this.random.nextInt(8) == 0) ? "(hit 900)" + separator() : "";
		String more = (this.random.nextInt(3) == 0) ? separator() + "[(hit 998) {:a (hit 997)}]" : "";
		return before + form + separator() + "(hit " + BEHIND + ")" + more + "\n";
	}

	private String separator() {
		return (this.random.nextInt(3) == 0) ? "\n" : " ";
	}

	private static String filled(String template) {
		Matcher matcher = Pattern.compile("\\bH\\b").matcher(template);
		int[] number = { 0 };
		return matcher.replaceAll((match) -> "(hit " + (++number[0]) + ")");
	}

	private String pick(List<String> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private String insert(String form, String error) {
		List<String> tokens = tokens(form);
		tokens.add(this.random.nextInt(tokens.size() + 1), " " + error + " ");
		return String.join("", tokens);
	}

	private String mutated(String form) {
		List<String> tokens = tokens(form);
		int at = this.random.nextInt(tokens.size());
		while (tokens.get(at).isBlank()) {
			at = (at + 1) % tokens.size();
		}
		switch (this.random.nextInt(8)) {
			case 0, 1, 2 -> tokens.remove(at);
			case 3, 4 -> tokens.add(at, tokens.get(at));
			case 5, 6 -> {
				int other = (this.random.nextInt(3) == 0) ? this.random.nextInt(tokens.size())
						: (at + 1) % tokens.size();
				String token = tokens.get(at);
				tokens.set(at, tokens.get(other));
				tokens.set(other, token);
			}
			default -> tokens = tokens.subList(0, at + 1);
		}
		return String.join("", tokens);
	}

	private static List<String> tokens(String form) {
		List<String> tokens = new ArrayList<>();
		Matcher matcher = TOKENS.matcher(form);
		while (matcher.find()) {
			tokens.add(matcher.group());
		}
		return tokens;
	}

}
