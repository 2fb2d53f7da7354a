(ns dev.replboot.kit.caching
  "The application's caches."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring CachingHost)))

(defn- host ^CachingHost []
  (.host ^KitParts dev.replboot.host/parts "caching"))

(defn caches
  "The caches, with their sizes where they are known.

  (caches) => [{:cache \"customers\", :manager \"cacheManager\", :size 0, :class \"java.util.concurrent.ConcurrentHashMap\"}]"
  []
  (convert/data (.all (host))))

(defn evict!
  "Empties a cache, or evicts the entry of a key. That can't be put back; it goes on record.

  (evict! \"customers\") => nil
  (evict! \"customers\" 1) => nil"
  ([cache] (.clear (host) (convert/text cache)))
  ([cache key] (.evict (host) (convert/text cache) key)))
