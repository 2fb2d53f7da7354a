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

import java.util.Map;
import java.util.Properties;

import javax.sql.DataSource;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.replboot.testsupport.TestDatabase;

/**
 * An application that keeps what it reads: in caches of Spring, and in Hibernate's
 * second-level cache.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
@Import(TestDatabase.class)
class CachingApplication {

	@Bean
	@Primary
	ConcurrentMapCacheManager maps() {
		return new ConcurrentMapCacheManager();
	}

	@Bean
	CaffeineCacheManager caffeine() {
		return new CaffeineCacheManager();
	}

	@Bean
	LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
		LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
		factory.setDataSource(dataSource);
		factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		factory.setManagedTypes(PersistenceManagedTypes.of(Purchase.class.getName()));
		Properties properties = new Properties();
		properties.putAll(Map.of("hibernate.cache.use_second_level_cache", "true", "hibernate.cache.use_query_cache",
				"true", "hibernate.cache.region.factory_class", "jcache", "hibernate.javax.cache.provider",
				"com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider",
				"hibernate.javax.cache.missing_cache_strategy", "create"));
		factory.setJpaProperties(properties);
		return factory;
	}

	@Bean
	@Primary
	JpaTransactionManager jpaTransactionManager(EntityManagerFactory factory) {
		return new JpaTransactionManager(factory);
	}

	@Bean
	Prices prices(DataSource dataSource, EntityManagerFactory factory, PlatformTransactionManager manager) {
		return new Prices(new JdbcTemplate(dataSource), SharedEntityManagerCreator.createSharedEntityManager(factory),
				manager);
	}

	/**
	 * A row of the table of the same name.
	 */
	@Entity(name = "Purchase")
	@Table(name = "purchase")
	@Cacheable
	@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
	public static class Purchase {

		@Id
		private int id;

		private String note;

	}

	/**
	 * What reads and writes the application's data.
	 */
	public static class Prices {

		private final JdbcTemplate jdbc;

		private final EntityManager entities;

		private final TransactionTemplate transaction;

		private final TransactionTemplate own;

		Prices(JdbcTemplate jdbc, EntityManager entities, PlatformTransactionManager manager) {
			this.jdbc = jdbc;
			this.entities = entities;
			this.transaction = new TransactionTemplate(manager);
			this.own = new TransactionTemplate(manager);
			this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		}

		private String total(int id) {
			return this.jdbc.queryForObject("select total from purchase where id = ?", String.class, id);
		}

		@org.springframework.cache.annotation.Cacheable("totals")
		public String cached(int id) {
			return total(id);
		}

		@org.springframework.cache.annotation.Cacheable(cacheNames = "fast", cacheManager = "caffeine")
		public String fast(int id) {
			return total(id);
		}

		@CachePut(cacheNames = "totals", key = "#p0")
		public String put(int id, int total) {
			this.jdbc.update("update purchase set total = ? where id = ?", total, id);
			return total(id);
		}

		@CachePut(cacheNames = "fast", key = "#p0", cacheManager = "caffeine")
		public String putFast(int id, int total) {
			return put(id, total);
		}

		@CachePut(cacheNames = "totals", key = "#p0")
		public String putInItsOwn(int id, int total) {
			return this.own.execute((status) -> put(id, total));
		}

		@CachePut(cacheNames = "made", key = "#p0")
		public String putElsewhere(int id) {
			return "never was";
		}

		public void update(String sql) {
			this.jdbc.update(sql);
		}

		/**
		 * What the second-level cache has, or else the database.
		 * @param id of which purchase
		 * @return its note
		 */
		public String note(int id) {
			return this.transaction.execute((status) -> {
				Purchase purchase = this.entities.find(Purchase.class, id);
				return (purchase != null) ? purchase.note : "none";
			});
		}

		/**
		 * Have Hibernate change a row.
		 * @param id of which purchase
		 * @param note its new note
		 */
		public void note(int id, String note) {
			this.transaction.executeWithoutResult((status) -> this.entities.find(Purchase.class, id).note = note);
		}

		/**
		 * What the query cache has, or else the database.
		 * @param note the note
		 * @return how many purchases have it
		 */
		public int withNote(String note) {
			return this.transaction.execute((status) -> this.entities.createQuery("from Purchase where note = :n")
				.setParameter("n", note)
				.setHint("org.hibernate.cacheable", true)
				.getResultList()
				.size());
		}

	}

}
