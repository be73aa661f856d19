"""Sends the lines of a file through a command on every partition, with Spark: INPUT OUTPUT COMMAND."""
import sys

from pyspark import SparkConf, SparkContext

source, target, command = sys.argv[1:4]
conf = SparkConf().setMaster("local[2]").setAppName("peerconf").set("spark.ui.enabled", "false")
with SparkContext(conf=conf) as spark:
    spark.setLogLevel("ERROR")
    # Each partition is one process of the filter; its lines come back in their order.
    spark.textFile(source, minPartitions=8).pipe(command).saveAsTextFile(target)
