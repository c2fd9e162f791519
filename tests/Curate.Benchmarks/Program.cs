using System.Globalization;
using Curate.Benchmarks;

if (args is ["generate", string rows, string path])
{
    RepeatedRows.Write(path, int.Parse(rows, CultureInfo.InvariantCulture), seed: 1);
    return 0;
}

if (args is ["codecs", .. string[] files])
{
    CodecSpeeds.Print(files, Console.Out);
    return 0;
}

switch (args)
{
    case ["parquet-kernels"]:
        ParquetSpeed.Kernels(Console.Out);
        return 0;
    case ["parquet-vectors", string vectors, string dimension, string target]:
        int length = int.Parse(dimension, CultureInfo.InvariantCulture);
        if (!File.Exists(target))
        {
            ParquetSpeed.WriteVectors(target, int.Parse(vectors, CultureInfo.InvariantCulture), length);
        }

        ParquetSpeed.ReadVectors(Console.Out, target, length, mapped: false);
        ParquetSpeed.ReadVectors(Console.Out, target, length, mapped: true);
        return 0;
    case ["parquet-columns", string table]:
        ParquetSpeed.ReadColumns(Console.Out, table);
        return 0;
    default:
        break;
}

Console.Error.WriteLine("usage: Curate.Benchmarks generate ROWS OUT.csv");
Console.Error.WriteLine("       Curate.Benchmarks parquet-kernels");
Console.Error.WriteLine("       Curate.Benchmarks parquet-vectors ROWS DIMENSION FILE.parquet   (writes the file where it is not there)");
Console.Error.WriteLine("       Curate.Benchmarks parquet-columns FILE.parquet");
Console.Error.WriteLine("       Curate.Benchmarks codecs [FILE ...]");
return 2;
