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

package dev.replboot.endpoint.web;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.RequiredFactorError;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Sentences about what the application's own rules demand beside the endpoint's.
 */
public final class RuleSentences {

	private static final String FACTOR = "FACTOR_";

	private static final String MISSING_FACTORS = "Further factors of authentication are demanded by ";

	private RuleSentences() {
	}

	/**
	 * The sentence about a rule that the caller doesn't meet.
	 * @param rule where the rule comes from, to follow "demanded by"
	 * @param result the rule's decision, or {@code null} when it isn't known
	 * @param caller the caller
	 * @return what is missing, then what to do
	 */
	public static String refused(String rule, @Nullable AuthorizationResult result, Authentication caller) {
		if (result instanceof FactorAuthorizationDecision decision) {
			return factors(rule, decision.getFactorErrors());
		}
		if (result instanceof AuthorityAuthorizationDecision decision) {
			return authorities(rule, decision.getAuthorities(), caller);
		}
		return caller.getName() + " is denied this request by " + rule + " as well. Look into the rule, or change it"
				+ " for the endpoint repl.";
	}

	/**
	 * The sentence about a rule that could not be asked.
	 * @param rule where the rule comes from, to follow "denied by"
	 * @return what happened, then what to do
	 */
	public static String failed(String rule) {
		return "Whether this is allowed by " + rule + " could not be found out. Look into the application's log.";
	}

	/**
	 * Whether a sentence of this class says that a factor is missing.
	 * @param sentence the sentence
	 * @return whether it does
	 */
	static boolean isAboutFactors(String sentence) {
		return sentence.startsWith(MISSING_FACTORS);
	}

	/**
	 * Words for the authorization rules that the application has for all of its chains.
	 * @return the words, to follow "demanded by"
	 */
	public static String everyChain() {
		return "the application of every authenticated request";
	}

	/**
	 * Words for a chain of the application.
	 * @param name the name of its bean
	 * @return the words, to follow "demanded by"
	 */
	public static String chain(String name) {
		return "the application's security filter chain '" + name + "'";
	}

	private static String factors(String rule, List<RequiredFactorError> errors) {
		String factors = errors.stream()
			.map((error) -> error.getRequiredFactor().getAuthority() + (error.isExpired() ? " (too long ago)" : ""))
			.collect(Collectors.joining(", "));
		return missingFactors(rule, factors);
	}

	private static String authorities(String rule, Collection<GrantedAuthority> demanded, Authentication caller) {
		Set<String> has = names(caller.getAuthorities());
		Set<String> missing = names(demanded);
		missing.removeAll(has);
		if (!missing.isEmpty() && missing.stream().allMatch((name) -> name.startsWith(FACTOR))) {
			return missingFactors(rule, String.join(", ", missing));
		}
		return "The authority " + String.join(" or ", missing.isEmpty() ? names(demanded) : missing)
				+ " is demanded by " + rule + " as well, and " + caller.getName() + " doesn't have it.";
	}

	private static String missingFactors(String rule, String factors) {
		return MISSING_FACTORS + rule + ", and missing: " + factors
				+ ". Authenticate by them too; what takes them here is a bean of type ReplSecurityCustomizer or"
				+ " ReactiveReplSecurityCustomizer.";
	}

	private static Set<String> names(Collection<? extends GrantedAuthority> authorities) {
		return authorities.stream()
			.map(GrantedAuthority::getAuthority)
			.filter(Objects::nonNull)
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
