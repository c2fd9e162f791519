using System.Globalization;
using Curate.Benchmarks;

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

switch (args)
{
    case ["generate", string rows, string path]:
        RepeatedRows.Write(path, Whole(rows), seed: 1);
        return 0;
    case ["neighbours", string rows, string dimensions, string k, string workers, string rounds]:
        NeighbourTimes.Run(Whole(rows), Whole(dimensions), Whole(k), Whole(workers), Whole(rounds));
        return 0;
    case ["kmeans", string rows, string start, string dimensions, string iterations, string workers, string rounds]:
        KMeansTimes.Run(rows, start, Whole(dimensions), Whole(iterations), Whole(workers), Whole(rounds));
        return 0;
    default:
        Console.Error.WriteLine(
            """
            usage: Curate.Benchmarks generate ROWS OUT.csv
                   Curate.Benchmarks neighbours ROWS DIMENSIONS K WORKERS ROUNDS
                   Curate.Benchmarks kmeans ROWS.f32 START.f32 DIMENSIONS ITERATIONS WORKERS ROUNDS
            """);
        return 2;
}
