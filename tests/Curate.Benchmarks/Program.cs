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

Console.Error.WriteLine("usage: Curate.Benchmarks generate ROWS OUT.csv");
Console.Error.WriteLine("       Curate.Benchmarks codecs [FILE ...]");
return 2;
