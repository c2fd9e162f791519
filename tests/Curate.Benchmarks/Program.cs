using System.Globalization;
using Curate.Benchmarks;

switch (args)
{
    case ["generate", string rows, string path]:
        RepeatedRows.Write(path, int.Parse(rows, CultureInfo.InvariantCulture), seed: 1);
        return 0;
    case ["profile", string path]:
        return ProfileTimes.Run(path, 2);
    case ["profile", string path, string workers]:
        return ProfileTimes.Run(path, int.Parse(workers, CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("usage: Curate.Benchmarks generate ROWS OUT.csv | profile FILE [WORKERS]");
        return 2;
}
