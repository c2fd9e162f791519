using System.Globalization;
using Curate.Core.Dedupe.Semantic;
using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Semantic;

/// <summary>Hand-worked cases, hostile input, and messages.</summary>
public sealed class SemanticTests
{
    private static MemoryTable Vectors(params string?[] vectors) =>
        SemanticRuns.Table([.. vectors.Select(static (v, i) => new[] { i.ToString(CultureInfo.InvariantCulture), v, "b", "0" })]);

    [Fact]
    public void Similarities_of_3_4_5_triangles_decide_and_are_reported()
    {
        // Cosines to row 0: 0.6, 0.8, 0.8, and 0.96 between rows 1 and 2.
        MemoryTable table = Vectors("[1,0]", "[3,4]", "[4,3]", "[8,-6]");
        Assert.Equal(["0", "1"], SemanticRuns.Kept(table, null, ("embedding", "v"), ("threshold", "0.8")));
        RunOutcome run = SemanticRuns.Run(table, null, ("embedding", "v"), ("eps", "0.05"));
        string?[] gone = Assert.Single(run.Removed);
        Assert.Equal("2|[4,3]|b|0|duplicate|1", TestRuns.Line(gone.Take(6)));
        Assert.Equal(0.96, double.Parse(gone[6]!, CultureInfo.InvariantCulture), 1e-15);
    }

    [Fact]
    public void Eps_0_removes_equal_vectors_and_not_longer_ones()
    {
        MemoryTable table = Vectors("[0.1,0.3]", "[0.2,0.6]", "[0.1,0.3]", "[0.1,0.30000001]", "[-0,0.3]", "[0,0.3]");
        Assert.Equal(["0", "1", "4"], SemanticRuns.Kept(table, null, ("embedding", "v"), ("eps", "0")));
        Assert.Equal(["0", "4"], SemanticRuns.Kept(table, null, ("embedding", "v"), ("eps", "1e-6")));
    }

    [Fact]
    public void Rows_without_a_direction_stay_and_are_counted()
    {
        MemoryTable table = Vectors(null, "[0,0]", "[0,0]", null, "[1,0]", "[1,0]");
        Assert.Equal(["0", "1", "2", "3", "4"], SemanticRuns.Kept(table, null, ("embedding", "v"), ("threshold", "0.5")));
        ReportTable work = SemanticRuns.Tables(table, null, ("embedding", "v"))["semantic_work"];
        Assert.Equal(2L, SemanticRuns.Value(work, "rows without a vector"));
        Assert.Equal(2L, SemanticRuns.Value(work, "vectors of zeros"));
        Assert.Equal(1L, SemanticRuns.Value(work, "different vectors"));
    }

    [Fact]
    public void Hard_keeps_the_farthest_from_the_centre_and_easy_the_nearest()
    {
        MemoryTable table = Vectors("[100,3]", "[100,0]", "[100,-9]");

        // The centre is near (100, -2): row 1 is nearest to it, row 2 farthest.
        Assert.Equal(["1"], SemanticRuns.Kept(table, null, ("embedding", "v"), ("keep", "easy"), ("threshold", "0.9")));
        Assert.Equal(["2"], SemanticRuns.Kept(table, null, ("embedding", "v"), ("keep", "hard"), ("threshold", "0.9")));
    }

    [Fact]
    public void Columns_of_numbers_are_a_vector()
    {
        var table = new MemoryTable(["id", "x0", "x1"], [["0", "1", "0"], ["1", "2.5", "0"], ["2", "0", "1"], ["3", null, "1"]]);
        Assert.Equal(["0", "2", "3"], [.. TestRuns.Execute(SemanticRuns.Bind(("embedding", "x*")), table, TestRuns.Context()).Rows.Select(static r => r[0]!)]);
    }

    [Fact]
    public void A_clump_of_alike_vectors_costs_no_square()
    {
        var draws = new SplitMix64(3);
        MemoryTable table = Vectors([.. Enumerable.Range(0, 5_000).Select(_ => (string?)SemanticRuns.Text([1, 1 + (draws.Unit() * 1e-3), 1]))]);
        Dictionary<string, ReportTable> star = SemanticRuns.Tables(table, null, ("embedding", "v"));
        Assert.Equal([5_000L, 1L], star["cluster_sizes"].Rows.Single());
        long measured = (long)SemanticRuns.Value(star["semantic_work"], "pairs measured in double")!;
        Assert.True(measured < 700_000, $"{measured} pairs");
        Dictionary<string, ReportTable> joined = SemanticRuns.Tables(table, null, ("embedding", "v"), ("cluster", "transitive"));
        measured = (long)SemanticRuns.Value(joined["semantic_work"], "pairs measured in double")!;
        Assert.True(measured < 3_000_000, $"{measured} pairs");
    }

    [Fact]
    public void Equal_rows_are_one_candidate()
    {
        MemoryTable table = Vectors([.. Enumerable.Repeat((string?)"[0.5,0.25,-1]", 30_000)]);
        Dictionary<string, ReportTable> tables = SemanticRuns.Tables(table, table, ("embedding", "v"), ("across", "other"));
        Assert.Equal(1L, SemanticRuns.Value(tables["semantic_work"], "different vectors"));
        Assert.Equal(1L, SemanticRuns.Value(tables["semantic_work"], "pairs measured in double"));
    }

    [Fact]
    public void Similarity_is_1_for_equal_vectors_alone()
    {
        float[] a = [0.1f, 0.2f, 0.3f, 7];
        float[] twice = [0.2f, 0.4f, 0.6f, 14];
        Assert.Equal(1, Similarity.Of(a, [.. a]));
        Assert.InRange(Similarity.Of(a, twice), 1 - 1e-15, Math.BitDecrement(1.0));
        Assert.Equal(-1, Similarity.Of([1, 0], [-1, 0]));
    }

    public static TheoryData<string[], string> Refusals => new()
    {
        { ["embedding=v", "eps=0.1", "threshold=0.9"], "--threshold and --eps say the same thing" },
        { ["embedding=v", "k=4", "probes=9"], "--probes 9 is more than the 4 clusters of --k" },
        { ["embedding=v", "inspect=true", "mark=true"], "--inspect writes no data" },
        { ["embedding=v", "keep=hardest"], "--keep takes hard, easy, random, first, last" },
        { ["embedding=v", "only-across=true"], "--only-across needs a second dataset" },
        { ["embedding=id,v"], "'v' holds vectors, and --embedding names other columns beside it" },
        { ["embedding=block"], "the embedding 'block' is no vector and no number: row 1 has 'b'" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_has_no_meaning_is_refused(string[] options, string message)
    {
        (string, string)[] given = [.. options.Select(static o => (o.Split('=')[0], o.Split('=')[1]))];
        CurateException refused = Assert.Throws<CurateException>(() => SemanticRuns.Kept(Vectors("[1,2]", "[3,4]"), null, given));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_of_another_length_in_the_second_dataset_are_refused()
    {
        CurateException refused = Assert.Throws<CurateException>(() => SemanticRuns.Kept(Vectors("[1,2]"), Vectors("[1,2,3]"), ("embedding", "v"), ("across", "other")));
        Assert.Contains("has vectors of 3 values, and memory of 2", refused.Message, StringComparison.Ordinal);
    }
}
