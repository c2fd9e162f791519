using System.Globalization;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>Methods of resample that weigh rows, from the command line.</summary>
public sealed class WeightTests
{
    private static readonly string s_people = "id,sex,region,age,base\n" + string.Concat(Enumerable.Range(0, 200).Select(static i => string.Create(CultureInfo.InvariantCulture,
        $"{i},{(i % 5 < 3 ? "f" : "m")},{(i % 7 < 4 ? "north" : "south")},{20 + (i * 7 % 50)},{1 + (i % 3)}\n")));

    private static double[] Numbers(ScratchFolder folder, string file, string column)
    {
        string[] lines = Cli.Lines(folder, file);
        int at = Array.IndexOf(lines[0].Split(','), column);
        return [.. lines.Skip(1).Select(l => double.Parse(l.Split(',')[at], CultureInfo.InvariantCulture))];
    }

    private static string[] Texts(ScratchFolder folder, string file, int column) => [.. Cli.Lines(folder, file).Skip(1).Select(l => l.Split(',')[column])];

    [Fact]
    public void Raking_adds_weights_that_meet_both_margins_and_keeps_the_bytes_of_rows()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_people);
        folder.File("targets.csv", "region,share\nnorth,0.3\nsouth,0.7\n");
        Cli.Text(folder, "resample", "in.csv", "--method", "raking", "--margin", "sex=f:50%,m:50%", "--targets", "targets.csv", "--weight", "base",
            "--weight-column", "raked", "--report", "report.json", "-o", "out.csv");
        Assert.Equal(Cli.Lines(s_people).Skip(1), Cli.Lines(folder, "out.csv").Skip(1).Select(static l => l[..l.LastIndexOf(',')]));
        double[] weights = Numbers(folder, "out.csv", "raked");
        double Share(int column, string level) => weights.Zip(Texts(folder, "out.csv", column)).Where(p => p.Second == level).Sum(static p => p.First) / weights.Sum();
        Assert.Equal(0.5, Share(1, "f"), 1e-9);
        Assert.Equal(0.3, Share(2, "north"), 1e-9);
        Assert.Equal(200, weights.Sum(), 1e-8);
        var tables = Cli.Json(folder, "report.json");
        double effective = weights.Sum() * weights.Sum() / weights.Sum(static w => w * w);
        Assert.Contains("\"margins\"", tables.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(effective.ToString("R", CultureInfo.InvariantCulture)[..9], tables.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Raking_as_rows_writes_as_many_as_asked_for_and_the_removed_ones()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_people);
        Cli.Text(folder, "resample", "in.csv", "--method", "raking", "--margin", "sex=f:0.2,m:0.8", "--as", "rows", "--to", "150", "--removed", "gone.csv", "-o", "out.csv");
        Assert.Equal(30, Texts(folder, "out.csv", 1).Count(static s => s == "f"));
        Assert.Equal(120, Texts(folder, "out.csv", 1).Count(static s => s == "m"));
        Assert.Equal(90, Texts(folder, "gone.csv", 1).Count(static s => s == "f"));
        Assert.All(Texts(folder, "gone.csv", 5), static r => Assert.Equal("not-selected", r));
    }

    [Fact]
    public void Raking_names_levels_that_cannot_be_met()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_people);
        Cli.Fails(folder, 2, ["infeasible", "'sex'", "'x' (0.2)"], "resample", "in.csv", "--method", "raking", "--margin", "sex=f:0.4,m:0.4,x:0.2", "-o", "out.csv");
        Cli.Fails(folder, 2, ["usage", "No target is given", "--targets FILE"], "resample", "in.csv", "--method", "raking", "-o", "out.csv");
    }

    [Fact]
    public void Entropy_balancing_meets_the_moments_of_another_file_and_leaves_rows_as_they_are()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_people);
        folder.File("like.csv", "age,sex\n40,f\n50,f\n60,m\n38,m\n");
        Cli.Text(folder, "resample", "in.csv", "--method", "entropy-balancing", "--reference", "like.csv", "--features", "age", "--categorical", "sex", "--moments", "2", "-o", "out.csv");
        Assert.Equal(Cli.Lines(s_people).Skip(1), Cli.Lines(folder, "out.csv").Skip(1).Select(static l => l[..l.LastIndexOf(',')]));
        double[] weights = Numbers(folder, "out.csv", "weight");
        double[] ages = Numbers(folder, "out.csv", "age");
        Assert.Equal(47, ages.Zip(weights).Sum(static p => p.First * p.Second) / 200, 1e-6);
        Assert.Equal((49 + 9 + 169 + 81) / 4.0, ages.Zip(weights).Sum(static p => (p.First - 47) * (p.First - 47) * p.Second) / 200, 1e-6);
        Assert.Equal(0.5, weights.Zip(Texts(folder, "out.csv", 1)).Where(static p => p.Second == "f").Sum(static p => p.First) / 200, 1e-8);
        folder.File("targets.csv", "name,value,tolerance\nage,99,\n");
        Cli.Fails(folder, 2, ["infeasible", "age is to be 99, and rows have 20 to 69"], "resample", "in.csv", "--method", "entropy-balancing", "--targets", "targets.csv", "-o", "none.csv");
    }

    [Theory]
    [InlineData("soft-group-balance", "--memberships", "age,base", "--share", "age=9,base=1")]
    [InlineData("target-density-weight", "--label", "age", "--form", "inverse")]
    [InlineData("density-ratio-weight", "--treat", "region=north", "--features", "age", "--categorical", "sex")]
    public void Other_methods_write_weights_or_as_many_rows_as_asked_for(string method, params string[] options)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_people);
        Cli.Text(folder, ["resample", "in.csv", "--method", method, .. options, "-o", "weights.csv"]);
        double[] weights = Numbers(folder, "weights.csv", "weight");
        Assert.Equal(200, weights.Length);
        Assert.Equal(200, weights.Sum(), 1e-6);
        Assert.True(weights.Distinct().Count() > 1);
        string[] kept = method == "density-ratio-weight" ? Texts(folder, "in.csv", 2) : [];
        int fixedRows = kept.Count(static r => r == "north");
        Cli.Text(folder, ["resample", "in.csv", "--method", method, .. options, "--as", "rows", "--to", "120", "-o", "rows.csv"]);
        Assert.Equal(120 + fixedRows, Cli.Lines(folder, "rows.csv").Length - 1);
    }
}
