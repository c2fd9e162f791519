using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Profile.Columns;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Sketches;
using Curate.TestKit;

namespace Curate.Benchmarks;

/// <summary>Inner parts of a profile and of uniform subsets, each beside the plain way that it must agree with: nanoseconds of a processor a row, the best of some rounds.</summary>
public static class ProfileParts
{
    private const int Values = 8192;
    private const int Repeats = 200;

    public static void Run(TextWriter to)
    {
        SplitMix64 random = new(1);
        var numbers = new byte[8 * Values];
        for (int i = 0; i < Values; i++)
        {
            BitConverter.TryWriteBytes(numbers.AsSpan(8 * i), random.Unit() * 1000);
        }

        var sums = new PowerSums();
        var runs = new BinaryRuns();
        Report(to, "power sums of doubles, one by one", Values, Repeats, () =>
        {
            for (int i = 0; i < Values; i++)
            {
                sums.AddBinary(BitConverter.ToDouble(numbers, 8 * i));
            }
        });
        Report(to, "power sums of doubles, by exponent", Values, Repeats, () => runs.AddTo(sums, numbers));

        var texts = new TextColumn();
        for (int i = 0; i < Values; i++)
        {
            texts.Append(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 8).Select(_ => random.Chance(0.03) ? "caf\u00E9" : "words"[..(1 + random.Below(5))]))));
        }

        var block = new ValueBlock();
        block.Fill(texts, 0, Values, new ulong[Values]);
        var text = new TextState();
        Report(to, "texts, one by one", Values, Repeats, () =>
        {
            for (int i = 0; i < Values; i++)
            {
                text.Add(block[i]);
            }
        });
        Report(to, "texts, side by side", Values, Repeats, () => TextRuns.Add(text, block, 0));

        const int Rows = 5_000_000;
        var codes = new RowCodes();
        codes.AppendRun(0, Rows);
        var draws = new RowDraws(new SeededDraw(1, "benchmark"), codes);
        Report(to, "half of 5 million rows drawn", Rows, 1, () => DrawThresholds.Pick(draws, [Rows / 2], [Rows], new BitMap()));
    }

    private static void Report(TextWriter to, string name, int rows, int repeats, Action work) =>
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-45} {ParquetSpeed.Best(repeats, work) * 1e9 / rows / repeats,8:F1} ns/row"));
}
