(ns dev.replboot.runtime.nokit)
