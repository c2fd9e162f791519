using System.Globalization;
using Curate.Benchmarks;

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

switch (args)
{
    case ["generate", string rows, string path]:
        RepeatedRows.Write(path, Whole(rows), seed: 1);
        return 0;
    case ["codecs", .. string[] files]:
        CodecSpeeds.Print(files, Console.Out);
        return 0;
    case ["parquet-kernels"]:
        ParquetSpeed.Kernels(Console.Out);
        return 0;
    case ["parquet-vectors", string vectors, string dimension, string target]:
        if (!File.Exists(target))
        {
            ParquetSpeed.WriteVectors(target, Whole(vectors), Whole(dimension));
        }

        ParquetSpeed.ReadVectors(Console.Out, target, Whole(dimension), mapped: false);
        ParquetSpeed.ReadVectors(Console.Out, target, Whole(dimension), mapped: true);
        return 0;
    case ["parquet-columns", string table]:
        ParquetSpeed.ReadColumns(Console.Out, table);
        return 0;
    case ["profile-parts"]:
        ProfileParts.Run(Console.Out);
        return 0;
    case ["profile", string path]:
        return ProfileTimes.Run(path, workers: 2);
    case ["profile", string path, string workers]:
        return ProfileTimes.Run(path, Whole(workers));
    case ["neighbours", string rows, string dimensions, string k, string workers, string rounds]:
        NeighbourTimes.Run(Whole(rows), Whole(dimensions), Whole(k), Whole(workers), Whole(rounds));
        return 0;
    case ["kmeans", string rows, string start, string dimensions, string iterations, string workers, string rounds]:
        KMeansTimes.Run(rows, start, Whole(dimensions), Whole(iterations), Whole(workers), Whole(rounds));
        return 0;
    case ["numeric", string part, string workers, string rounds]:
        NumericTimes.Run(part, Whole(workers), Whole(rounds));
        return 0;
    case ["near-signatures", .. string[] file]:
        NearTimes.Signatures(Console.Out, file is [string texts] ? texts : null);
        return 0;
    case ["near-edges", string edges, string nodes]:
        NearTimes.Edges(Console.Out, Whole(edges), Whole(nodes));
        return 0;
    case ["near-rows", string shortRows, string shortPath]:
        NearTimes.WriteRows(shortPath, Whole(shortRows));
        return 0;
    case ["lines" or "substring", string megabytes, string cutWorkers, .. string[] cutRest]:
        CutTimes.Run(Console.Out, args[0] == "lines" ? "line" : "substring", Whole(megabytes), Whole(cutWorkers), cutRest.Contains("one"), cutRest.Contains("spill") ? 256L << 20 : 16L << 30);
        return 0;
    case ["semantic", string vectors, string values, string clusters, string workers, string target]:
        SemanticTimes.Run(Whole(vectors), Whole(values), clusters, Whole(workers), target);
        return 0;
    case ["mix-order", string rows, string sources, string rounds]:
        MixOrderTimes.Run(long.Parse(rows, CultureInfo.InvariantCulture), Whole(sources), Whole(rounds));
        return 0;
    default:
        Console.Error.WriteLine(
            """
            usage: Curate.Benchmarks generate ROWS OUT.csv
                   Curate.Benchmarks codecs [FILE ...]
                   Curate.Benchmarks parquet-kernels
                   Curate.Benchmarks parquet-vectors ROWS DIMENSION FILE.parquet   (writes the file where it is not there)
                   Curate.Benchmarks parquet-columns FILE.parquet
                   Curate.Benchmarks profile FILE [WORKERS]
                   Curate.Benchmarks profile-parts
                   Curate.Benchmarks near-signatures [LINES.txt]
                   Curate.Benchmarks near-edges EDGES NODES
                   Curate.Benchmarks near-rows ROWS OUT.csv
                   Curate.Benchmarks lines MEGABYTES WORKERS [one] [spill]       (all in one text; within 256 MiB)
                   Curate.Benchmarks substring MEGABYTES WORKERS [one] [spill]
                   Curate.Benchmarks semantic ROWS DIMENSIONS K WORKERS FILE.parquet   (writes the file where it is not there)
                   Curate.Benchmarks neighbours ROWS DIMENSIONS K WORKERS ROUNDS
                   Curate.Benchmarks kmeans ROWS.f32 START.f32 DIMENSIONS ITERATIONS WORKERS ROUNDS
                   Curate.Benchmarks mix-order ROWS SOURCES ROUNDS
                   Curate.Benchmarks numeric kernels|radius|kmeans|pca|trees WORKERS ROUNDS
            """);
        return 2;
}
