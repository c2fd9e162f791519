using System.Diagnostics;
using System.Globalization;
using System.Text;
using Curate.Core.Grouping;
using Curate.Core.Running;
using Curate.Core.Sketches;
using Curate.Core.Text;
using Curate.Formats.Files;
using Curate.TestKit;

namespace Curate.Benchmarks;

/// <summary>The parts of near-duplicate search by themselves, on one thread, in processor seconds.</summary>
public static class NearTimes
{
    private const int Rounds = 5;

    /// <summary>Texts to signatures: 128 functions, shingles of five words, all foldings. Lines of a file, or planted texts.</summary>
    public static void Signatures(TextWriter to, string? path)
    {
        byte[][] texts = path is null
            ? [.. PlantedCorpus.Pairs(1, 20_000).Select(static t => Encoding.UTF8.GetBytes(t.Text))]
            : [.. File.ReadLines(path).Select(Encoding.UTF8.GetBytes)];
        long bytes = texts.Sum(static t => (long)t.Length);
        var hash = new MinHash(128, 1);
        uint[] minima = new uint[hash.Width];
        ulong[] block = new ulong[ShingleReader.Block];
        var reader = new ShingleReader(TextFolding.All, ShingleUnit.Auto, 5);
        foreach (bool signs in new[] { false, true })
        {
            double best = double.PositiveInfinity;
            for (int round = 0; round < Rounds; round++)
            {
                TimeSpan start = Process.GetCurrentProcess().UserProcessorTime;
                foreach (byte[] text in texts)
                {
                    reader.Begin();
                    reader.Open();
                    hash.Clear(minima);
                    bool more = true;
                    while (more)
                    {
                        int count = reader.Read(text, block, out more);
                        if (signs)
                        {
                            hash.Add(block.AsSpan(0, count), minima);
                        }
                    }
                }

                best = Math.Min(best, (Process.GetCurrentProcess().UserProcessorTime - start).TotalSeconds);
            }

            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(signs ? "shingles and signatures" : "shingles alone")}: {bytes / best / 1e6:0} MB/s of one core ({bytes / 1e6:0.0} MB)"));
        }
    }

    /// <summary>Random edges joined to components.</summary>
    public static void Edges(TextWriter to, int edges, int nodes)
    {
        var context = new RunContext { Memory = new MemoryBudget(8L << 30), Scratch = new MemoryScratch() };
        using var sets = new DisjointSets(context, nodes);
        SplitMix64 draws = new(1);
        var watch = Stopwatch.StartNew();
        long joined = 0;
        for (int edge = 0; edge < edges; edge++)
        {
            joined += sets.Join(draws.Below(nodes), draws.Below(nodes)) ? 1 : 0;
        }

        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{edges:N0} edges over {nodes:N0} texts: {watch.Elapsed.TotalSeconds:0.0} s, {nodes - joined:N0} components"));
    }

    /// <summary>
    /// Short rows as CSV: six to nine words from a large vocabulary, one in five a copy of an earlier row: with a word changed, in capitals, or with a word
    /// more. With shingles of five words copies of the first sort have a similarity of 0 to 0.67, those of the second 1, those of the third 0.67 to 0.83.
    /// </summary>
    public static void WriteRows(string path, int rows)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        file.NewLine = "\n";
        file.WriteLine("id,text");
        for (int row = 0; row < rows; row++)
        {
            SplitMix64 draws = new((ulong)row * 2654435761);
            bool copy = row > 0 && draws.Chance(0.2);
            SplitMix64 words = new((ulong)(copy ? draws.Below(row) : row) * 40503 + 17);
            int count = words.Between(6, 9);
            int sort = copy ? draws.Below(3) : -1;
            int changed = copy ? words.Below(count) : -1;
            changed = sort == 0 ? changed : sort == 2 ? count : -1;
            char first = sort == 1 ? 'A' : 'a';
            file.Write(row.ToString(CultureInfo.InvariantCulture));
            file.Write(',');
            for (int w = 0; w < (sort == 2 ? count + 1 : count); w++)
            {
                file.Write(w == 0 ? "" : " ");
                file.Write(sort == 1 ? 'W' : 'w');
                int word = w < count ? words.Below(200_000) : 0;
                // In letters: digits would all be folded to 0.
                for (int rest = (w == changed ? draws.Below(200_000) : word) + 1; rest > 0; rest /= 26)
                {
                    file.Write((char)(first + (rest % 26)));
                }
            }

            file.WriteLine();
        }
    }
}
