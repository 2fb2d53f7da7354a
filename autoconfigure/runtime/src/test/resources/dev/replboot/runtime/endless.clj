(ns dev.replboot.runtime.endless)

(while true)
