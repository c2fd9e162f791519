using Curate.Core.Data;
using Curate.Core.Dedupe.Near;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Near;

/// <summary>Input made to cost much: what is compared stays in proportion to the rows.</summary>
public sealed class NearHostileTests
{
    private static (RowPlan Plan, Dictionary<string, long> Work) Run(string?[][] rows, params (string, string)[] options)
    {
        RunContext context = TestRuns.Context(2);
        var inputs = new PlanInputs(new MemoryTable(["text"], rows));
        using IRowPlanner planner = RowPlanTests.Methods("dedupe/near", [("text", "text"), .. options]).Start(new StartRequest(inputs, context)).Planner!;
        RowPlan plan = planner.Run(new PassRunner(context), inputs);
        return (plan, plan.Tables.Single(static t => t.Key == "near_work").Rows.ToDictionary(static r => (string)r[0]!, static r => (long)r[1]!));
    }

    [Fact]
    public void Equal_rows_are_one_text_and_nothing_is_compared()
    {
        string?[] row = ["one two three four five six seven eight"];
        (RowPlan plan, Dictionary<string, long> work) = Run([.. Enumerable.Repeat(row, 1_000_000)]);
        Assert.Equal(1, plan.OutputRows);
        Assert.Equal(1, work["different texts"]);
        Assert.Equal(0, work["pairs compared"]);
        plan.Dispose();
    }

    [Theory]
    [InlineData("star")]
    [InlineData("transitive")]
    public void Texts_in_one_bucket_that_are_not_alike_cost_a_fixed_number_of_comparisons_each(string cluster)
    {
        // Half of every text is the same: with bands of one value a third of the texts share each bucket, and no pair passes.
        const int Rows = 6_000;
        const int Bands = 6;
        var random = new SplitMix64(3);
        string common = PlantedCorpus.Sentences(random, 6);
        string?[][] rows = [.. Enumerable.Range(0, Rows).Select(_ => new string?[] { common + " " + PlantedCorpus.Sentences(random, 6) })];
        (RowPlan plan, Dictionary<string, long> work) = Run(rows, ("bands", "6"), ("band-rows", "1"), ("cluster", cluster));
        Assert.Equal(Rows, plan.OutputRows);
        Assert.True(work["texts in the largest bucket"] > Rows / 5, "the buckets are too small to show anything");
        Assert.InRange(work["pairs compared"], Rows, Rows * Bands * 65L);
        Assert.True(work["searches cut short"] > 0);
        plan.Dispose();
    }

    [Fact]
    public void Texts_that_are_all_alike_cost_one_comparison_each()
    {
        var random = new SplitMix64(4);
        string common = PlantedCorpus.Sentences(random, 20);
        string?[][] rows = [.. Enumerable.Range(0, 20_000).Select(i => new string?[] { common + " word" + new string('x', 1 + (i % 200)) + new string('y', i / 200) })];
        (RowPlan plan, Dictionary<string, long> work) = Run(rows);
        Assert.Equal(1, plan.OutputRows);
        Assert.Equal(rows.Length, work["different texts"]);
        Assert.Equal(rows.Length - 1, work["pairs compared"]);
        plan.Dispose();
    }

    [Fact]
    public void Empty_short_and_damaged_texts_are_counted()
    {
        (RowPlan plan, Dictionary<string, long> work) = Run([[null], [""], ["  \n"], ["..."], ["one two"], ["One  two."], ["three"], ["日本語のテキストです"]]);
        Assert.Equal(7, plan.OutputRows);
        Assert.Equal(4, work["texts"]);
        Assert.Equal(4, work["without text"]);
        Assert.Equal(3, work["shorter than a shingle"]);
        Assert.Equal(1, work["mostly characters as words"]);
        plan.Dispose();
    }

    [Fact]
    public void A_long_text_is_sketched_in_the_memory_of_a_short_one()
    {
        byte[] text = new byte[48 << 20];
        var random = new SplitMix64(9);
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = random.Below(6) == 0 ? (byte)' ' : (byte)('a' + random.Below(26));
        }

        byte[] word = new byte[8 << 20];
        Array.Fill(word, (byte)'x');
        var setup = new NearSetup
        {
            Text = ["text"],
            Folding = Curate.Core.Text.TextFolding.All,
            Unit = Curate.Core.Text.ShingleUnit.Auto,
            Shingle = 5,
            Copies = new Curate.Core.Dedupe.CopyOptions(),
            NewSketch = static () => new MinHashSketch(new Curate.Core.Sketches.MinHash(128, 1), new BandLayout(16, 8)),
            Measure = new PairMeasure(PairVerification.Jaccard, 0.8, 128),
            Star = true,
            SkipsSingleShingles = true,
            MostFailures = 64,
        };
        var batch = new RecordBatch(2);
        batch.Begin(setup.Request, null);
        batch.Text(0).Append(text);
        batch.Text(0).Append(word);
        batch.Count = 2;
        TextPart spent = TextPart.Of(setup, batch, null);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TextPart part = TextPart.Of(setup, batch, spent);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Equal(2, part.Shingles[0]);
        Assert.Equal(1, part.Shingles[1]);
    }
}
