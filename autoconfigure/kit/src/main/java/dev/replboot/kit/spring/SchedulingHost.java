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

package dev.replboot.kit.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.config.CronTask;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.IntervalTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.scheduling.config.Task;
import org.springframework.scheduling.config.TaskExecutionOutcome;
import org.springframework.scheduling.config.TriggerTask;

import dev.replboot.kit.change.ChangesHost;

/**
 * The application's scheduled tasks. Pausing one cancels it; resuming schedules what it
 * runs anew, by the same trigger. Only objects of the application and of this class take
 * part in it, so nothing of the runtime stays.
 */
public final class SchedulingHost {

	private final ApplicationContext context;

	private final ChangesHost reverts;

	// what has been resumed, by what the application scheduled itself
	private final Map<ScheduledTask, ScheduledTask> resumed = new HashMap<>();

	private final Map<ScheduledTask, String> paused = new HashMap<>();

	/**
	 * Create them.
	 * @param context the application's context
	 * @param reverts resumes tasks
	 */
	public SchedulingHost(ApplicationContext context, ChangesHost reverts) {
		this.context = context;
		this.reverts = reverts;
	}

	/**
	 * List the tasks.
	 * @return the properties of each
	 */
	public synchronized List<Map<String, @Nullable Object>> all() {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		tasks().forEach((name, task) -> rows.add(describe(name, task)));
		return rows;
	}

	private Map<String, @Nullable Object> describe(String name, ScheduledTask original) {
		ScheduledTask current = this.resumed.getOrDefault(original, original);
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("task", name);
		row.put("schedule", schedule(original.getTask()));
		row.put("next", text(current.nextExecution()));
		row.put("paused", this.paused.containsKey(original));
		TaskExecutionOutcome last = current.getTask().getLastExecutionOutcome();
		row.put("last", text(last.executionTime()));
		row.put("outcome", last.status().name());
		row.put("error", (last.throwable() != null) ? last.throwable().toString() : null);
		return row;
	}

	private static @Nullable String text(@Nullable Instant instant) {
		return (instant != null) ? instant.toString() : null;
	}

	private static String schedule(Task task) {
		if (task instanceof CronTask cron) {
			return "cron " + cron.getExpression();
		}
		if (task instanceof FixedRateTask rate) {
			return "every " + rate.getIntervalDuration();
		}
		if (task instanceof IntervalTask interval) {
			return interval.getIntervalDuration() + " after each";
		}
		if (task instanceof TriggerTask trigger) {
			return "by " + trigger.getTrigger();
		}
		return "once";
	}

	// by what they run; where that is ambiguous, numbered
	private Map<String, ScheduledTask> tasks() {
		Map<String, ScheduledTask> tasks = new LinkedHashMap<>();
		for (ScheduledTaskHolder holder : this.context.getBeansOfType(ScheduledTaskHolder.class).values()) {
			for (ScheduledTask task : holder.getScheduledTasks()) {
				String name = task.toString();
				for (int i = 2; tasks.containsKey(name); i++) {
					name = task + "-" + i;
				}
				tasks.put(name, task);
			}
		}
		return tasks;
	}

	/**
	 * Pause a task. A run that is under way goes on to its end.
	 * @param wanted its name, or the end of it
	 * @param duration the time after which it is resumed, such as {@code 10m};
	 * {@code null} to pause until the REPL closes
	 * @return the task's name
	 */
	public String pause(String wanted, @Nullable String duration) {
		String name = find(wanted);
		ScheduledTask task = task(name);
		if (!(task.getTask() instanceof IntervalTask || task.getTask() instanceof TriggerTask)) {
			throw new IllegalArgumentException("The task " + name + " runs once. It can't be paused.");
		}
		TaskScheduler scheduler = scheduler();
		Duration after = (duration != null) ? DurationStyle.detectAndParse(duration) : null;
		this.reverts.change(change(name), "paused", after, () -> cancel(name, task), () -> {
			resume(task, scheduler);
			return null;
		});
		return name;
	}

	/**
	 * Resume a task that was paused.
	 * @param wanted its name, or the end of it
	 * @return the task's name
	 */
	public String resume(String wanted) {
		String name = find(wanted);
		if (!this.reverts.revert(change(name), (sentence) -> {
		})) {
			throw new IllegalArgumentException("The task " + name + " isn't paused.");
		}
		return name;
	}

	private static String change(String name) {
		return "task " + name;
	}

	private synchronized void cancel(String name, ScheduledTask task) {
		this.resumed.getOrDefault(task, task).cancel(false);
		this.resumed.remove(task);
		this.paused.put(task, name);
	}

	private synchronized void resume(ScheduledTask task, TaskScheduler scheduler) {
		boolean wasPaused = this.paused.containsKey(task);
		// An application that shuts down has no more use for the task.
		if (wasPaused && this.context instanceof ConfigurableApplicationContext application
				&& !application.isClosed()) {
			ScheduledTaskRegistrar registrar = new ScheduledTaskRegistrar();
			registrar.setTaskScheduler(scheduler);
			ScheduledTask scheduled = schedule(registrar, task.getTask());
			if (scheduled != null) {
				this.resumed.put(task, scheduled);
			}
		}
		// The task stays paused if it could not be scheduled.
		this.paused.remove(task);
	}

	// a task that runs at intervals runs next when one has passed
	private static @Nullable ScheduledTask schedule(ScheduledTaskRegistrar registrar, Task task) {
		if (task instanceof CronTask cron) {
			return registrar.scheduleCronTask(cron);
		}
		if (task instanceof TriggerTask trigger) {
			return registrar.scheduleTriggerTask(trigger);
		}
		if (task instanceof FixedRateTask rate) {
			return registrar.scheduleFixedRateTask(
					new FixedRateTask(rate.getRunnable(), rate.getIntervalDuration(), rate.getIntervalDuration()));
		}
		if (task instanceof IntervalTask interval) {
			return registrar.scheduleFixedDelayTask(new FixedDelayTask(interval.getRunnable(),
					interval.getIntervalDuration(), interval.getIntervalDuration()));
		}
		return null;
	}

	private TaskScheduler scheduler() {
		Map<String, TaskScheduler> schedulers = this.context.getBeansOfType(TaskScheduler.class);
		TaskScheduler named = schedulers.get("taskScheduler");
		if (named != null) {
			return named;
		}
		return this.context.getBeanProvider(TaskScheduler.class)
			.stream()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"The application has no TaskScheduler bean that could resume a task. Nothing was paused."));
	}

	private synchronized String find(String wanted) {
		if (wanted.isBlank()) {
			// every name ends with nothing
			throw new IllegalArgumentException("Which task? Give its name, or the end of it. (scheduled) lists all.");
		}
		Map<String, ScheduledTask> tasks = tasks();
		if (tasks.containsKey(wanted)) {
			return wanted;
		}
		List<String> found = tasks.keySet().stream().filter((name) -> name.endsWith(wanted)).toList();
		if (found.size() != 1) {
			throw new IllegalArgumentException(
					found.isEmpty() ? "There is no task " + wanted + ". (scheduled) lists all."
							: "There are several tasks " + wanted + ": " + String.join(", ", found) + ".");
		}
		return found.get(0);
	}

	private ScheduledTask task(String name) {
		ScheduledTask task = tasks().get(name);
		if (task == null) {
			throw new IllegalArgumentException("There is no task " + name + ". (scheduled) lists all.");
		}
		return task;
	}

}
