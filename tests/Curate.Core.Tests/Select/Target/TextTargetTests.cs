using Curate.Core.Errors;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Select.Target.TargetRuns;

namespace Curate.Core.Tests.Select.Target;

/// <summary>importance-resampling and target-rank: against naive counting, and what they find in texts of known topics.</summary>
public sealed class TextTargetTests
{
    private const int Buckets = 1 << 18;

    private static readonly string[] s_words = ["red", "green", "blue", "tall", "small", "fast", "slow", "old"];

    private static string[] Grams(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. words, .. words.Zip(words.Skip(1), static (a, b) => a + " " + b)];
    }

    private static MemoryTable Texts(IEnumerable<string?> texts) => new(["id", "text"], [.. texts.Select(static (t, i) => (string?[])[Show(i), t])]);

    private static string Sentence(SplitMix64 random, int least, int most, params string[] words) => string.Join(' ', Enumerable.Range(0, random.Between(least, most)).Select(_ => random.Pick(words)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ImportanceResampling_weights_are_the_log_ratio_of_shares_of_ngrams(bool average) => Seeds.Each(60, seed =>
    {
        var random = new SplitMix64(seed);
        string?[] pool = [.. Enumerable.Range(0, random.Between(4, 25)).Select(i => i > 2 && random.Chance(0.1) ? null : Sentence(random, i > 2 ? 0 : 1, 9, s_words))];
        string[] target = [.. Enumerable.Range(0, random.Between(1, 5)).Select(_ => Sentence(random, 1, 9, s_words[..4]))];
        double smoothing = random.Pick([0.1, 1.0]);
        Dictionary<string, int> Count(IEnumerable<string?> texts) => texts.OfType<string>().SelectMany(Grams).GroupBy(static g => g).ToDictionary(static g => g.Key, static g => g.Count());
        Dictionary<string, int> of = Count(target);
        Dictionary<string, int> among = Count(pool);
        double Share(Dictionary<string, int> counts, string gram) => Math.Log((counts.GetValueOrDefault(gram) + smoothing) / (counts.Values.Sum() + (smoothing * Buckets)));
        double Weight(string text)
        {
            double[] all = [.. Grams(text).Select(g => Share(of, g) - Share(among, g))];
            return average ? all.Average() : all.Sum();
        }

        int[] candidates = [.. Enumerable.Range(0, pool.Length).Where(i => !string.IsNullOrEmpty(pool[i]))];
        int k = random.Between(1, candidates.Length);
        (string, string)[] options = [("text", "text"), ("target", "file"), ("beta", "inf"), ("rows", Show(k)), ("buckets", Show(Buckets)), ("smoothing", Show(smoothing)), ("average", average ? "true" : "false"),
            ("score-column", "w"), ("max-overlap", "1")];
        RunOutcome run = Run("importance-resampling", Texts(pool), [Texts(target)], options);
        double[] expected = [.. candidates.Select(i => Weight(pool[i]!))];
        foreach (string?[] row in run.Rows)
        {
            Assert.Equal(Weight(row[1]!), Number(row[^1]), 1e-9);
        }

        double least = run.Rows.Min(static r => Number(r[^1]));
        Assert.Equal(k, run.Rows.Count);
        Assert.True(expected.Count(w => w > least + 1e-9) <= k - 1);
    });

    [Fact]
    public void ImportanceResampling_draws_in_proportion_to_the_weights()
    {
        // One n-gram a row: the weights are known.
        MemoryTable table = Texts(["a", "b", "b", "c", "c", "c"]);
        MemoryTable target = Texts(["a", "a", "a", "b", "c"]);
        var options = new (string, string)[] { ("text", "text"), ("target", "file"), ("rows", "1"), ("smoothing", "0.000001"), ("buckets", "4096"), ("max-overlap", "1") };
        double total = 0;
        double[] weights = [3 / 1.0, 1 / 2.0, 1 / 2.0, 1 / 3.0, 1 / 3.0, 1 / 3.0];
        total = weights.Sum();
        var taken = new int[6];
        const int Runs = 500;
        for (ulong seed = 0; seed < Runs; seed++)
        {
            taken[Ids(Run("importance-resampling", table, [target], seed, options)).Single()]++;
        }

        for (int i = 0; i < 6; i++)
        {
            double chance = weights[i] / total;
            Assert.InRange(taken[i], (Runs * chance) - (4 * Math.Sqrt(Runs * chance)), (Runs * chance) + (4 * Math.Sqrt(Runs * chance)));
        }
    }

    [Fact]
    public void Near_copies_of_the_target_and_its_own_rows_are_not_taken_unless_they_must()
    {
        string[] goal = ["the quick brown fox jumps over the lazy dog today", "short one"];
        MemoryTable table = Texts(
        [
            "The quick, brown fox jumps over the lazy dog today!", "a quick brown fox met the slow dog and went home", "short one", "nothing in common with any of that at all", "the quick brown fox jumps over the lazy dog tomorrow",
        ]);
        (string, string)[] options = [("text", "text"), ("target", "file"), ("beta", "inf")];
        RunOutcome run = Run("importance-resampling", table, [Texts(goal)], [.. options, ("rows", "3"), ("max-overlap", "0.9")]);
        Assert.Equal([1, 3, 4], Ids(run));
        Assert.Equal([("target-copy", 2L)], run.Dropped.ByReason.Where(static r => r.Value > 0).Select(static r => (r.Key, r.Value)));

        // Five of the six runs of five words of the last row are the target's.
        Assert.Equal([1, 3], Ids(Run("importance-resampling", table, [Texts(goal)], [.. options, ("rows", "2")])));
        Assert.Equal([0, 2, 4], Ids(Run("importance-resampling", table, [Texts(goal)], [.. options, ("rows", "3"), ("max-overlap", "1")])));
        MemoryTable must = new(["id"], [["0"]]);
        Assert.Contains(0, Ids(Run("importance-resampling", table, [must, Texts(goal)], [.. options, ("rows", "2"), ("id", "id"), ("must", "file")])));
        Assert.Equal(ErrorCodes.Infeasible, Refused("importance-resampling", table, [Texts(goal)], [.. options, ("rows", "4")]).Code);

        // The same target as rows of the input.
        MemoryTable marked = new(["id", "text", "is"], [.. table.Rows.Select(static r => (string?[])[r[0], r[1], "pool"]), .. goal.Select(static (g, i) => (string?[])[Show(10 + i), g, "goal"])]);
        RunOutcome own = Run("importance-resampling", marked, [], ("text", "text"), ("like", "is=goal"), ("beta", "inf"), ("rows", "3"), ("max-overlap", "0.9"));
        Assert.Equal([1, 3, 4], Ids(own));
        Assert.Equal(2, own.Dropped.ByReason.Single(static r => r.Key == "target").Value);
    }

    [Fact]
    public void What_is_asked_for_is_refused_where_it_cannot_be()
    {
        MemoryTable table = Texts(["a b", "c"]);
        Assert.Contains("--target FILE or --like", Refused("importance-resampling", table, [], ("text", "text"), ("rows", "1")).Hint, StringComparison.Ordinal);
        Assert.Contains("both", Refused("importance-resampling", table, [table], ("text", "text"), ("rows", "1"), ("target", "f"), ("like", "id=1")).Message, StringComparison.Ordinal);
        Assert.Contains("'9'", Refused("importance-resampling", table, [], ("text", "text"), ("rows", "1"), ("like", "id=9")).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.Usage, Refused("importance-resampling", table, [], ("text", "text"), ("rows", "1"), ("like", "id")).Code);
        Assert.Equal(ErrorCodes.Infeasible, Refused("importance-resampling", table, [Texts([null, ""])], ("text", "text"), ("rows", "1"), ("target", "f")).Code);
        Assert.Equal(ErrorCodes.UnknownColumn, Refused("importance-resampling", table, [new MemoryTable(["id"], [["1"]])], ("text", "text"), ("rows", "1"), ("target", "f")).Code);
        Assert.Contains("needs 20", Refused("target-rank", table, [Texts(["a"])], ("text", "text"), ("rows", "1"), ("target", "f")).Message, StringComparison.Ordinal);
    }

    /// <summary>Texts of 20 topics: words of the topic's own, and words that all share; topics take turns.</summary>
    private static (MemoryTable Pool, MemoryTable Target) Topics(ulong seed, int rows)
    {
        var random = new SplitMix64(seed);
        string[][] own = [.. Enumerable.Range(0, 20).Select(t => Enumerable.Range(0, 60).Select(w => $"t{t}w{w}").ToArray())];
        string[] common = [.. Enumerable.Range(0, 200).Select(static w => "c" + w)];
        string Of(int topic) => string.Join(' ', Enumerable.Range(0, random.Between(20, 60)).Select(_ => random.Chance(0.3) ? random.Pick(own[topic]) : random.Pick(common)));
        string[] target = [.. Enumerable.Range(0, 60).Select(i => Of(i % 3))];
        var pool = new List<string?[]>();
        for (int i = 0; i < rows; i++)
        {
            // Every hundredth row is a planted copy of a target text.
            pool.Add(i % 100 == 99 ? [Show(i), target[i / 100 % 60], "copy"] : [Show(i), Of(i % 20), i % 20 < 3 ? "yes" : "no"]);
        }

        return (new MemoryTable(["id", "text", "topic"], pool), Texts(target));
    }

    [Theory]
    [InlineData("max")]
    [InlineData("mean")]
    [InlineData("rank")]
    public void TargetRank_finds_the_topics_of_the_target_from_a_sample(string aggregate)
    {
        (MemoryTable pool, MemoryTable target) = Topics(1, 6000);
        RunOutcome run = Run("target-rank", pool, [target], ("text", "text"), ("target", "f"), ("fraction", "0.1"), ("sample", "400"), ("positives", "0.1"), ("aggregate", aggregate), ("source", "topic"), ("text-columns", "1024"), ("buckets", "16384"));

        // 15% of the rows are of the three topics: five times as many is 75%, of which a tenth of the candidates have room for two thirds.
        Assert.True(run.Rows.Count(static r => r[2] == "yes") >= 0.75 * run.Rows.Count, $"{run.Rows.Count(static r => r[2] == "yes")} of {run.Rows.Count}");
        Assert.Equal(60, run.Dropped.ByReason.Single(static r => r.Key == "target-copy").Value);
        Assert.DoesNotContain(run.Rows, static r => r[2] == "copy");
        Assert.True((double)Cell(run, "sources", "yes", "lift")! > 5);
        Assert.True((double)Cell(run, "against_random", "kl_from_target", "selected")! < (double)Cell(run, "against_random", "kl_from_target", "random_least")!);
        Assert.True((double)run.Tables.Single(static t => t.Key == "model").Rows[0][^1]! > 0.8);
    }

    [Fact]
    public void TargetRank_scores_order_the_pool_nearly_as_the_vectors_do()
    {
        (MemoryTable pool, MemoryTable target) = Topics(2, 4000);
        static double Auc(IReadOnlyList<string?[]> rows)
        {
            (double Score, bool Yes)[] all = [.. rows.Where(static r => r[2] != "copy").Select(static r => (Number(r[^1]), r[2] == "yes")).OrderBy(static r => r.Item1)];
            double ranks = all.Select(static (r, i) => r.Yes ? i + 1.0 : 0).Sum();
            double yes = all.Count(static r => r.Yes);
            return (ranks - (yes * (yes + 1) / 2)) / (yes * (all.Length - yes));
        }

        double direct = Auc(Run("nearest-to-target", pool, [target], ("text", "text"), ("target", "f"), ("fraction", "1"), ("score-column", "s")).Rows);
        double learned = Auc(Run("target-rank", pool, [target], ("text", "text"), ("target", "f"), ("fraction", "1"), ("sample", "400"), ("score-column", "s"), ("positives", "0.1")).Rows);
        Assert.True(learned >= 0.95 * direct && learned > 0.9, $"{Show(learned)} against {Show(direct)}");
    }

    [Fact]
    public void TargetRank_samples_rows_that_have_a_vector()
    {
        var random = new SplitMix64(5);
        List<string?[]> rows = [.. Enumerable.Range(0, 600).Select(i => (string?[])[Show(i), (i % 4 == 0 ? "sun " : "rain ") + Sentence(random, 5, 9, s_words), i % 3 != 0 ? null : i % 4 == 0 ? $"[1, {Show(random.Unit())}]" : $"[-1, {Show(random.Unit())}]"])];
        MemoryTable target = new(["text", "v"], [["other words", "[1, 0.5]"]]);
        RunOutcome run = Run("target-rank", new MemoryTable(["id", "text", "v"], rows), [target], ("text", "text"), ("embedding", "v"), ("target", "f"), ("rows", "100"), ("positives", "0.25"), ("aggregate", "max"));
        Assert.All(run.Rows, static r => Assert.StartsWith("sun", r[1]!, StringComparison.Ordinal));
        Assert.Equal(200L, run.Tables.Single(static t => t.Key == "model").Rows[0][0]);
    }
}
