using System.Numerics;
using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Randomness;
using Curate.Core.Sketches;
using Curate.TestKit;

namespace Curate.Core.Tests.Sketches;

public sealed class SketchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(300_000)]
    public void HyperLogLog_of_distinct_values_is_within_three_stated_errors(int distinct)
    {
        Seeds.Each(5, seed =>
        {
            var sketch = new HyperLogLog(12);
            for (int i = 0; i < distinct; i++)
            {
                sketch.Add(Hash64.Of((ulong)i * 7919 + seed));
                sketch.Add(Hash64.Of((ulong)i * 7919 + seed));
            }

            Assert.InRange(sketch.Estimate(), distinct * (1 - (3 * sketch.RelativeError)), (distinct * (1 + (3 * sketch.RelativeError))) + 1e-9);
        });
    }

    [Fact]
    public void HyperLogLog_merged_equals_one_pass()
    {
        var all = new HyperLogLog(12);
        var first = new HyperLogLog(12);
        var second = new HyperLogLog(12);
        for (ulong i = 0; i < 20_000; i++)
        {
            all.Add(Hash64.Of(i));
            (i % 3 == 0 ? first : second).Add(Hash64.Of(i));
        }

        second.Merge(first);
        byte[] saved = StateRoundTrip.Bytes(all.Save);
        Assert.Equal(saved, StateRoundTrip.Bytes(second.Save));
        Assert.Equal(saved, StateRoundTrip.Bytes(HyperLogLog.Load(StateRoundTrip.Reader(saved)).Save));
        Assert.Throws<ArgumentException>(() => all.Merge(new HyperLogLog(13)));
    }

    [Fact]
    public void LogHistogram_every_order_statistic_is_within_the_stated_error()
    {
        Seeds.Each(4, seed =>
        {
            var random = new SplitMix64(seed);
            double[] values = [.. Enumerable.Range(0, 3000).Select(_ => Any(random))];
            var histogram = new LogHistogram();
            foreach (double value in values)
            {
                histogram.Add(value);
            }

            Array.Sort(values);
            int rank = 0;
            foreach ((double low, double high, long count) in histogram.Buckets())
            {
                for (long k = 0; k < count; k++, rank++)
                {
                    Assert.True(low == high ? values[rank] == low : values[rank] > low && values[rank] <= high, $"{values[rank]:R} in ({low:R}, {high:R}]");
                    double error = Math.Abs(LogHistogram.Middle(low, high) - values[rank]);
                    Assert.True(error <= (Math.Abs(values[rank]) * LogHistogram.RelativeError * 1.0000001) + double.Epsilon, $"{values[rank]:R}: off by {error:R}");
                }
            }

            Assert.Equal(values.Length, rank);
        });
    }

    [Fact]
    public void LogHistogram_counts_beyond_32_bits_are_kept()
    {
        var histogram = new LogHistogram();
        histogram.Add(1.5, uint.MaxValue);
        histogram.Add(1.5);
        histogram.Add(1.5);
        Assert.Equal((long)uint.MaxValue + 2, Assert.Single(histogram.Buckets()).Count);
        var twice = LogHistogram.Load(StateRoundTrip.Reader(StateRoundTrip.Bytes(histogram.Save)));
        twice.Merge(histogram);
        Assert.Equal(2 * ((long)uint.MaxValue + 2), Assert.Single(twice.Buckets()).Count);
    }

    [Fact]
    public void PowerSums_moments_equal_exact_ones()
    {
        Seeds.Each(6, seed =>
        {
            var random = new SplitMix64(seed);
            var sums = new PowerSums();
            var other = new PowerSums();
            var exact = new List<BigInteger>();
            for (int i = 0; i < 500; i++)
            {
                // Tenths of a thousandth, as decimals or as doubles that hold them.
                long units = random.Below(2_000_000) - 1_000_000 + (seed % 2 == 0 ? 5_000_000_000_000L : 0);
                PowerSums to = random.Chance(0.5) ? sums : other;
                if (random.Chance(0.5))
                {
                    to.AddDecimal((ulong)Math.Abs(units), units < 0, 0);
                }
                else
                {
                    to.AddBinary(units);
                }

                exact.Add(units);
                if (random.Chance(0.1))
                {
                    to.AddDecimal((ulong)Math.Abs(units), units < 0, 0, 3);
                    exact.AddRange([units, units, units]);
                }
            }

            sums.Merge(PowerSums.Load(StateRoundTrip.Reader(StateRoundTrip.Bytes(other.Save))));
            Moments moments = sums.Moments(exact.Count);
            (double mean, double variance, double skewness, double kurtosis) = Exactly(exact);
            Assert.Equal(mean, moments.Mean);
            Assert.Equal(1, moments.Variance / variance, 1e-14);
            Assert.Equal(skewness, moments.Skewness, 1e-13);
            Assert.Equal(kurtosis, moments.Kurtosis, 1e-13);
        });
    }

    [Fact]
    public void PowerSums_of_blocks_equal_single_additions()
    {
        var random = new SplitMix64(3);
        var block = default(PowerBlock);
        var blocks = new PowerSums();
        var singles = new PowerSums();
        for (int i = 0; i < 1000; i++)
        {
            long x = random.Below((int)(2 * PowerBlock.Limit) - 1) - (PowerBlock.Limit - 1);
            block.Add(x);
            singles.AddDecimal((ulong)Math.Abs(x), x < 0, -3);
        }

        blocks.AddBlock(in block, -3);
        Assert.Equal(StateRoundTrip.Bytes(singles.Save), StateRoundTrip.Bytes(blocks.Save));
    }

    [Fact]
    public void BinaryRuns_equal_single_additions()
    {
        var random = new SplitMix64(4);
        double[] odd = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue,
            BitConverter.Int64BitsToDouble(0x000FFFFFFFFFFFFF), BitConverter.Int64BitsToDouble(0x3FFFFFFFFFFFFFFF), 1, -1];
        foreach (int count in new[] { 0, 1, 3, 1024, 1025, 8192, 20_001 })
        {
            foreach (bool anyBits in new[] { false, true })
            {
                double[] values = [.. Enumerable.Range(0, count).Select(i => i % 97 == 5 ? odd[random.Below(odd.Length)]
                    : anyBits ? BitConverter.UInt64BitsToDouble(random.Next()) : (random.Unit() - 0.3) * 5000)];

                // The greatest mantissa of all in a long run: no carry is lost.
                values.AsSpan(count / 2).Fill(BitConverter.Int64BitsToDouble(0x3FFFFFFFFFFFFFFF));
                var runs = new PowerSums();
                var singles = new PowerSums();
                new BinaryRuns().AddTo(runs, System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(values));
                foreach (double value in values.Where(double.IsFinite))
                {
                    singles.AddBinary(value);
                }

                Assert.Equal(StateRoundTrip.Bytes(singles.Save), StateRoundTrip.Bytes(runs.Save));
            }
        }
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(4.9406564584124654E-324)]
    public void PowerSums_of_extreme_doubles_neither_overflow_nor_vanish(double scale)
    {
        var sums = new PowerSums();
        double[] values = [scale, 2 * scale, 3 * scale, 10 * scale];
        foreach (double value in values)
        {
            sums.AddBinary(value);
        }

        Moments moments = sums.Moments(4);
        Assert.Equal(4 * scale, moments.Mean);
        // By hand: deviations -3, -2, -1 and 6.
        Assert.Equal((-27 - 8 - 1 + 216) / 4.0 / Math.Pow(50 / 4.0, 1.5), moments.Skewness, 1e-12);
        Assert.Equal(((81 + 16 + 1 + 1296) / 4.0 / (50 / 4.0 * 50 / 4.0)) - 3, moments.Kurtosis, 1e-12);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(-7, 10)]
    [InlineData(9007199254740993, 1)]
    [InlineData(1, 9007199254740993)]
    public void Ratio_is_the_nearest_double(long above, long below)
    {
        // Where both are doubles, IEEE division is the nearest double; 2^53 + 1 is none, and halves round to even.
        double expected = above == 9007199254740993 ? 9007199254740992 : below == 9007199254740993 ? 1.1102230246251564E-16 : (double)above / below;
        Assert.Equal(expected, PowerSums.Ratio(above, below));
    }

    [Fact]
    public void DistinctSample_is_exact_below_its_capacity_and_independent_of_order()
    {
        Seeds.Each(5, seed =>
        {
            var random = new SplitMix64(seed);
            ulong[] hashes = [.. Enumerable.Range(0, 20_000).Select(_ => Hash64.Of((ulong)random.Below(6000) + seed))];
            int distinct = hashes.Distinct().Count();
            byte[] expected = Saved(hashes, 1000);
            Random(random, hashes);
            Assert.Equal(expected, Saved(hashes, 1000));

            var small = new DistinctSample(1000);
            var rest = new DistinctSample(1000);
            small.Add(hashes.AsSpan(0, 150));
            rest.Add(hashes.AsSpan(150));
            small.Merge(rest);
            Assert.Equal(expected, StateRoundTrip.Bytes(small.Save));
            Assert.InRange(small.Distinct(), distinct - (5 * small.DistinctError()), distinct + (5 * small.DistinctError()));
            double repeats = small.Repeats(out double error);
            Assert.InRange(repeats, hashes.Length - distinct - (5 * error), hashes.Length - distinct + (5 * error));

            var exact = new DistinctSample(10_000);
            exact.Add(hashes);
            Assert.True(exact.IsExact);
            Assert.Equal(distinct, exact.Kept);
            Assert.Equal(hashes.Length - distinct, exact.Repeats(out error));
            Assert.Equal(0, error);
        });
    }

    [Fact]
    public void RowSample_keeps_the_longest_beginning_that_fits_in_any_order()
    {
        Seeds.Each(10, seed =>
        {
            var random = new SplitMix64(seed);
            (ulong Draw, byte[] Bytes)[] rows = [.. Enumerable.Range(0, 400).Select(_ => (random.Next(), new byte[random.Below(60)]))];
            int most = 20 + random.Below(100);
            int bytes = 500 + random.Below(3000);
            (ulong Draw, int Row)[] order = [.. rows.Select((r, i) => (r.Draw, i)).Order()];
            int kept = 0;
            for (long total = 0; kept < Math.Min(most, order.Length) && (total += rows[order[kept].Row].Bytes.Length) <= bytes; kept++)
            {
            }

            // Parts of one pass may tell each other which rows surely stay out.
            SampleLimit? limit = random.Below(2) == 0 ? new SampleLimit() : null;
            var parts = new[] { new RowSample(most, bytes, limit), new RowSample(most, bytes, limit), new RowSample(most, bytes, limit) };
            int[] shuffled = [.. Enumerable.Range(0, rows.Length).OrderBy(_ => random.Next())];
            int passedOver = 0;
            foreach (int row in shuffled)
            {
                RowSample part = parts[random.Below(3)];
                if (rows[row].Draw > part.MostDraw)
                {
                    passedOver++;
                    continue;
                }

                part.Add(rows[row].Draw, new RowId(0, row), rows[row].Bytes);
            }

            Assert.True(limit is null || kept == rows.Length || passedOver > 0);
            parts[2].Merge(parts[0]);
            parts[1].Merge(parts[2]);
            Assert.Equal(kept == rows.Length, parts[1].IsComplete);
            Assert.Equal(order[..kept].Select(static o => (long)o.Row), parts[1].ToSorted().Select(static r => r.Row.Row.Row));
            byte[] saved = StateRoundTrip.Bytes(parts[1].Save);
            Assert.Equal(saved, StateRoundTrip.Bytes(RowSample.Load(StateRoundTrip.Reader(saved), most, bytes).Save));
        });
    }

    [Fact]
    public void KnownDraws_changes_no_sample_and_lets_in_one_row_more_than_are_kept()
    {
        Seeds.Each(20, seed =>
        {
            var random = new SplitMix64(seed);
            var draw = new SeededDraw(seed, "test");
            int rows = 1 + random.Below(200_000);
            int most = 1 + random.Below(seed % 4 == 0 ? 2 * rows : 500);

            // Sometimes the bytes end the sample before the rows do.
            long bytes = seed % 3 == 0 ? 8L * most / 2 : long.MaxValue / 2;
            var limit = new SampleLimit();
            new KnownDraws(limit, draw, rows, most, CancellationToken.None).Execute();
            var told = new RowSample(most, bytes, limit);
            var alone = new RowSample(most, bytes);
            int entered = 0;
            for (long row = 0; row < rows; row++)
            {
                ulong bits = draw.Bits(0, row);
                alone.Add(bits, new RowId(0, row), BitConverter.GetBytes(row));
                if (bits <= told.MostDraw)
                {
                    told.Add(bits, new RowId(0, row), BitConverter.GetBytes(row));
                    entered++;
                }
            }

            Assert.InRange(entered, 1, most + 1);
            Assert.Equal(alone.IsComplete, told.IsComplete);
            Assert.Equal(StateRoundTrip.Bytes(alone.Save), StateRoundTrip.Bytes(told.Save));
        });
    }

    [Fact]
    public async Task KnownDraws_of_more_rows_than_can_be_drawn_for_end_with_the_pass()
    {
        using var pass = new CancellationTokenSource();
        var limit = new SampleLimit();
        var known = new KnownDraws(limit, new SeededDraw(1, "test"), long.MaxValue, 1000, pass.Token);
        Task work = Task.Run(known.Execute, CancellationToken.None);
        pass.CancelAfter(50);
        await work.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        Assert.Equal(ulong.MaxValue, limit.Most);
    }

    [Fact]
    public void FallingCounts_merge_in_any_grouping_and_floor_before_1970()
    {
        Seeds.Each(5, seed =>
        {
            var random = new SplitMix64(seed);
            long[] micros = [.. Enumerable.Range(0, 40_000).Select(_ => ((long)random.Below(int.MaxValue) - (1 << 30)) * (seed % 2 == 0 ? 1 : 3_600_000_000L))];
            var all = new FallingCounts();
            var parts = new[] { new FallingCounts(), new FallingCounts(), new FallingCounts() };
            foreach (long at in micros)
            {
                all.Add(at, 1);
                parts[random.Below(3)].Add(at, 1);
            }

            parts[2].Merge(parts[1]);
            parts[0].Merge(parts[2]);
            byte[] saved = StateRoundTrip.Bytes(all.Save);
            Assert.Equal(saved, StateRoundTrip.Bytes(parts[0].Save));
            Assert.Equal(saved, StateRoundTrip.Bytes(FallingCounts.Load(StateRoundTrip.Reader(saved)).Save));
            Assert.True(all.Level > 0 && all.Count <= FallingCounts.Capacity);
            Assert.Equal(
                micros.GroupBy(m => (long)Math.Floor((decimal)m / all.Unit)).OrderBy(static g => g.Key).Select(static g => (g.Key, (long)g.Count())),
                all.Sorted().Select(static c => (c.Unit, c.Count)));
        });
    }

    [Fact]
    public void SmallCounts_moments_equal_those_of_the_numbers()
    {
        var counts = new SmallCounts();
        int[] values = [0, 3, 3, 17, 4095, 4096, 100_000];
        foreach (int value in values)
        {
            counts.Add(value);
        }

        (double mean, double variance, double skewness, double kurtosis) = Exactly([.. values.Select(static v => (BigInteger)v)]);
        Moments moments = counts.Moments();
        Assert.Equal((mean, values.Length, 0L, 100_000L), (moments.Mean, counts.Count, counts.Least, counts.Most));
        Assert.Equal(1, moments.Variance / variance, 1e-14);
        Assert.Equal(skewness, moments.Skewness, 1e-13);
        Assert.Equal(kurtosis, moments.Kurtosis, 1e-13);
    }

    [Fact]
    public void Hash64_differs_for_every_length_and_every_bit()
    {
        var seen = new HashSet<ulong>();
        byte[] bytes = new byte[70];
        for (int length = 0; length <= bytes.Length; length++)
        {
            Assert.True(seen.Add(Hash64.Of(bytes.AsSpan(0, length))));
            for (int bit = 0; bit < length * 8; bit++)
            {
                bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
                Assert.True(seen.Add(Hash64.Of(bytes.AsSpan(0, length))), $"length {length}, bit {bit}");
                bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
            }
        }
    }

    private static void Random(SplitMix64 random, ulong[] values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = random.Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static byte[] Saved(ulong[] hashes, int capacity)
    {
        var sample = new DistinctSample(capacity);
        sample.Add(hashes);
        return StateRoundTrip.Bytes(sample.Save);
    }

    private static double Any(SplitMix64 random) => random.Below(6) switch
    {
        0 => 0,
        1 => random.Below(100) - 50,
        2 => (random.Below(2_000_001) - 1_000_000) / 1e5,
        3 => BitConverter.Int64BitsToDouble((long)(random.Next() & 0x800FFFFFFFFFFFFF)),
        _ => BitConverter.UInt64BitsToDouble(random.Next()) is var any && double.IsFinite(any) ? any : double.MaxValue,
    };

    /// <summary>Moments of whole numbers by their definitions over exact ratios.</summary>
    private static (double Mean, double Variance, double Skewness, double Kurtosis) Exactly(List<BigInteger> values)
    {
        BigInteger n = values.Count;
        BigInteger sum = values.Aggregate(BigInteger.Zero, static (a, b) => a + b);
        // Deviations times n are whole.
        BigInteger m2 = 0, m3 = 0, m4 = 0;
        foreach (BigInteger value in values)
        {
            BigInteger d = (value * n) - sum;
            m2 += d * d;
            m3 += d * d * d;
            m4 += d * d * d * d;
        }

        double second = (double)m2 / ((double)n * (double)n * (double)n);
        double third = (double)m3 / Math.Pow((double)n, 4);
        double fourth = (double)m4 / Math.Pow((double)n, 5);
        return (PowerSums.Ratio(sum, n), second * (double)n / ((double)n - 1), third / Math.Pow(second, 1.5), (fourth / (second * second)) - 3);
    }
}
