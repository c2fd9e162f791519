using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Resample.Features;

/// <summary>Which rows and columns take part, and what is refused.</summary>
public sealed class FeatureTableTests
{
    private sealed record Options : FeatureOptions;

    private static readonly MemoryTable s_mixed = new(["id", "size", "colour", "when", "ok", "label"],
    [
        ["1", "1.5", "red", "2024-01-01", "true", "b"],
        ["2", "2.5", "blue", "2024-01-02", "false", "a"],
        ["3", null, "red", "2024-01-03", "true", "b"],
        ["4", "4", null, "2024-01-04", "true", null],
        ["5", "7", "red", "2024-01-05", "false", "b"],
        ["6", "8", null, "2024-01-06", "true", "a"],
    ]);

    private static LabelledTable Read(MemoryTable table, Options options, RunContext? run = null)
    {
        RunContext context = run ?? TestRuns.Context();
        return LabelledTable.Read(new PassRunner(context), table, options, context);
    }

    private static CurateException Refused(MemoryTable table, string method, params (string Name, string Value)[] options)
    {
        var values = new OptionValues().Add("label", "label");
        foreach ((string name, string value) in options)
        {
            values.Add(name, value);
        }

        return Assert.Throws<CurateException>(() => TestRuns.Execute(MethodRegistry.All.Single(m => m.Id == "resample/" + method).Bind(values), table, TestRuns.Context()));
    }

    private static MemoryTable Numbers(params (string Value, string? Label)[] rows) => new(["x", "label"], [.. rows.Select(static r => new[] { r.Value, r.Label })]);

    [Fact]
    public void Read_without_features_takes_numbers_and_flags_and_no_label_id_date_or_text()
    {
        using LabelledTable table = Read(s_mixed, new Options { Label = "label", Id = "id", Missing = MissingValues.Drop });
        Assert.Equal(["size", "ok"], table.Columns.Numbers.Select(static f => f.Name));
        Assert.Equal(["a", "b"], table.Names);
        Assert.Equal([2, 2], table.Counts);
        Assert.Equal((6, 1, 1), (table.InputRows, table.UnlabelledRows, table.IncompleteRows));
        Assert.Equal([0, 1, 4, 5], Enumerable.Range(0, table.Count).Select(table.RowOf));
        Assert.Equal([1, 0, 1, 0], table.ClassOf.ToArray());
        Assert.Equal([1.5f, 1, 2.5f, 0, 7, 0, 8, 1], table.Store.Rows(0, 4).ToArray());
        Assert.Equal([0, 2], table.RowsOf(1));
    }

    /// <summary>The numbers met while kinds are looked for fill the vectors as reading the file again does.</summary>
    [Theory]
    [InlineData(FeatureScaling.None, false)]
    [InlineData(FeatureScaling.Standard, false)]
    [InlineData(FeatureScaling.Robust, false)]
    [InlineData(FeatureScaling.MinMax, true)]
    public void Read_is_the_same_whether_numbers_are_kept_or_read_again(FeatureScaling scale, bool holes)
    {
        var random = new Random(3);
        var table = new MemoryTable(["name", "a", "label", "b"], [.. Enumerable.Range(0, 500).Select(i => new[]
        {
            "n" + i, holes && i % 50 == 7 ? null : Core.Options.NumberText.Of(Math.Round(random.NextDouble() * 100, 3)), "c" + (i % 3), Core.Options.NumberText.Of(random.Next(-5, 5)),
        })]);
        var options = new Options { Label = "label", Scale = scale, Missing = holes ? MissingValues.Mean : MissingValues.Error };
        RunContext small = TestRuns.Context();
        small.Memory.Take(small.Memory.Free - 12_000, "the test");
        using LabelledTable kept = Read(table, options);
        using LabelledTable again = Read(table, options, small);
        Assert.Equal(again.Store.Rows(0, 500).ToArray(), kept.Store.Rows(0, 500).ToArray());
        Assert.Equal(again.ClassOf.ToArray(), kept.ClassOf.ToArray());
        Assert.Equal(again.Names, kept.Names);
    }

    /// <summary>Many numbers that lie together are scaled several at a time, and those that do not one by one.</summary>
    [Theory]
    [InlineData(FeatureScaling.None, false)]
    [InlineData(FeatureScaling.Standard, false)]
    [InlineData(FeatureScaling.Standard, true)]
    [InlineData(FeatureScaling.MinMax, false)]
    public void Read_of_many_numbers_is_the_same_whether_they_are_kept_or_read_again(FeatureScaling scale, bool turned)
    {
        var random = new Random(5);
        string[] names = [.. Enumerable.Range(0, 21).Select(static i => "x" + i)];
        var table = new MemoryTable([.. names, "label"], [.. Enumerable.Range(0, 300).Select(row =>
            names.Select(_ => (string?)Core.Options.NumberText.Of(Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 12)), 3))).Append("c" + (row % 2)).ToArray())]);
        var options = new Options { Label = "label", Scale = scale, Features = turned ? [.. names.Reverse()] : names };
        RunContext ample = TestRuns.Context();
        RunContext small = TestRuns.Context();
        small.Memory.Take(small.Memory.Free - 40_000, "the test");
        using FeatureTable kept = FeatureTable.Read(new PassRunner(ample), table, options, ample);
        using FeatureTable again = FeatureTable.Read(new PassRunner(small), table, options, small);
        Assert.Equal(again.Store.Rows(0, 300).ToArray(), kept.Store.Rows(0, 300).ToArray());
        FeatureTransform transform = kept.Transform;
        int first = turned ? 20 : 0;
        double value = double.Parse(table.Rows[7][first]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((float)((value - transform.Shift[0]) * transform.Factor[0]), kept.Store[7][0]);
    }

    private static MemoryTable Declared(bool knowsRowCount, params IReadOnlyList<string?[]> rows) => new(["a", "b"], rows)
    {
        KnowsRowCount = knowsRowCount,
        Schema = new TableSchema([new Field("a", ColumnKind.Number), new Field("b", ColumnKind.Whole)]),
    };

    private static FeatureTable ReadAll(MemoryTable table, FeatureScaling scale = FeatureScaling.None)
    {
        RunContext context = TestRuns.Context(workers: 2, batchRows: 16);
        return FeatureTable.Read(new PassRunner(context), table, new Options { Scale = scale }, context);
    }

    /// <summary>Where only a missing value could be found before the vectors are filled, filling finds it: one pass.</summary>
    [Theory]
    [InlineData(true, FeatureScaling.None, 1)]
    [InlineData(false, FeatureScaling.None, 2)]
    [InlineData(true, FeatureScaling.Standard, 2)]
    public void Read_of_a_known_number_of_rows_takes_as_few_passes_as_scaling_allows(bool knowsRowCount, FeatureScaling scale, int passes)
    {
        MemoryTable table = Declared(knowsRowCount, [.. Enumerable.Range(0, 100).Select(static i => new[] { i + ".25", Core.Options.NumberText.Of(-i) })]);
        using FeatureTable read = ReadAll(table, scale);
        Assert.Equal(passes, table.Opened);
        Assert.Equal((100, 100), (read.InputRows, read.Store.Count));
        if (scale == FeatureScaling.None)
        {
            Assert.Equal(Enumerable.Range(0, 100).SelectMany(static i => new float[] { i + 0.25f, -i }), read.Store.Rows(0, 100).ToArray());
        }
    }

    [Theory]
    [InlineData(null, "Row 71 has no value in column 'b'")]
    [InlineData("1e39", "in column 'a', where a finite float32 number is needed")]
    public void Read_in_one_pass_refuses_what_two_refuse(string? value, string message)
    {
        string?[][] rows = [.. Enumerable.Range(0, 100).Select(i => i < 70 ? new string?[] { "1", "2" } : value is null ? ["1", null] : [value, "2"])];
        CurateException one = Assert.Throws<CurateException>(() => ReadAll(Declared(true, rows)));
        CurateException two = Assert.Throws<CurateException>(() => ReadAll(Declared(false, rows)));
        Assert.Contains(message, one.Message, StringComparison.Ordinal);
        Assert.Equal((two.Message, two.Hint), (one.Message, one.Hint));
    }

    private static MemoryTable Wide(bool isColumnar, int rows, Func<int, int, string?> value) => new(["label", .. Enumerable.Range(0, 75).Select(static c => "x" + c)],
        [.. Enumerable.Range(0, rows).Select(row => (string?[])[row % 7 == 3 ? null : "c" + (row % 3), .. Enumerable.Range(0, 75).Select(c => value(row, c))])])
    {
        IsColumnar = isColumnar,
        KnowsRowCount = true,
        Schema = new TableSchema([new Field("label", ColumnKind.Text), .. Enumerable.Range(0, 75).Select(static c => new Field("x" + c, c % 9 == 4 ? ColumnKind.Whole : ColumnKind.Number))]),
    };

    private static FeatureTable ReadWide(MemoryTable table, Options options, int workers = 3)
    {
        RunContext context = TestRuns.Context(workers, batchRows: 23);
        return FeatureTable.Read(new PassRunner(context), table, options, context);
    }

    /// <summary>Of a wide table whose columns lie apart a few are read at a time.</summary>
    [Theory]
    [InlineData(FeatureScaling.None, MissingValues.Error, 5 + 1)]
    [InlineData(FeatureScaling.Standard, MissingValues.Error, 10 + 1)]
    [InlineData(FeatureScaling.MinMax, MissingValues.Mean, 5 + 1 + 5 + 1)]
    [InlineData(FeatureScaling.MinMax, MissingValues.Drop, 5 + 1 + 1)]
    [InlineData(FeatureScaling.Robust, MissingValues.Error, 5 + 1)]
    public void Read_in_stripes_gives_what_one_pass_gives(FeatureScaling scale, MissingValues missing, int opened)
    {
        bool holes = missing != MissingValues.Error;
        string? Value(int row, int c) => holes && (row * 31) + c == 1000 ? null : c % 9 == 4 ? Core.Options.NumberText.Of((row * c) - 50) : Core.Options.NumberText.Of(Math.Round(Math.Sin(row + (0.1 * c)) * c, 3));
        var options = new Options { Label = "label", Scale = scale, Missing = missing };
        MemoryTable apart = Wide(true, 200, Value);
        using FeatureTable stripes = ReadWide(apart, options);
        using FeatureTable whole = ReadWide(Wide(false, 200, Value), options);
        Assert.Equal(opened, apart.Opened);
        Assert.Equal((whole.InputRows, whole.Store.Count), (stripes.InputRows, stripes.Store.Count));
        Assert.Equal(whole.Store.Rows(0, whole.Store.Count).ToArray(), stripes.Store.Rows(0, whole.Store.Count).ToArray());
        Assert.Equal(Enumerable.Range(0, 200).Select(row => whole.Labels!.Codes[row]), Enumerable.Range(0, 200).Select(row => stripes.Labels!.Codes[row]));
        Assert.Equal(whole.Transform.Shift, stripes.Transform.Shift);
        Assert.Equal(whole.Transform.Factor, stripes.Transform.Factor);
    }

    [Theory]
    [InlineData(null, FeatureScaling.None)]
    [InlineData("1e39", FeatureScaling.None)]
    [InlineData("-inf", FeatureScaling.None)]
    [InlineData("nan", FeatureScaling.Standard)]
    [InlineData("none", FeatureScaling.None)]
    public void Read_in_stripes_refuses_what_one_pass_refuses(string? bad, FeatureScaling scale)
    {
        // The column further right is at fault in an earlier row.
        string? Value(int row, int c) => (row, c) is (150, 3) or (77, 70) ? bad : Core.Options.NumberText.Of(row + c);
        var options = new Options { Scale = scale, Features = [.. Enumerable.Range(0, 75).Select(static c => "x" + c)] };
        CurateException whole = Assert.Throws<CurateException>(() => ReadWide(Wide(false, 200, Value), options));
        foreach (int workers in new[] { 1, 3 })
        {
            CurateException stripes = Assert.Throws<CurateException>(() => ReadWide(Wide(true, 200, Value), options, workers));
            Assert.Equal((whole.Code, whole.Message, whole.Hint), (stripes.Code, stripes.Message, stripes.Hint));
        }
    }

    [Fact]
    public void Read_gives_all_memory_back()
    {
        RunContext context = TestRuns.Context();
        long free = context.Memory.Free;
        Read(Numbers([.. Enumerable.Range(0, 300).Select(static i => (Core.Options.NumberText.Of(i), (string?)"c" + (i % 2)))]), new Options { Label = "label" }, context).Dispose();
        Assert.Equal(free, context.Memory.Free);
        Assert.Throws<CurateException>(() => Read(Numbers(("1", "a"), ("inf", "b")), new Options { Label = "label" }, context));
        Assert.Equal(free, context.Memory.Free);
    }

    [Fact]
    public void Read_categories_are_numbered_and_a_missing_one_is_a_category()
    {
        using LabelledTable table = Read(s_mixed, new Options { Label = "label", Features = ["size"], Categorical = ["colour", "id"], Missing = MissingValues.Drop });
        Assert.Equal([0f, 1, 0, 2], Enumerable.Range(0, 4).Select(row => table.Store[row][1]));
        Assert.Equal(["red", "blue", null], Enumerable.Range(0, 3).Select(code => table.CategoryText(0, code)));
        Assert.Equal((3, 4), (table.CategoryCount(0), table.CategoryCount(1)));
    }

    [Theory]
    [InlineData(FeatureScaling.None)]
    [InlineData(FeatureScaling.Standard)]
    [InlineData(FeatureScaling.Robust)]
    [InlineData(FeatureScaling.MinMax)]
    public void Unscaled_any_scaling_gives_the_column_value_back(FeatureScaling scale)
    {
        foreach (MissingValues missing in new[] { MissingValues.Drop, MissingValues.Median, MissingValues.Mean })
        {
            using LabelledTable table = Read(s_mixed, new Options { Label = "label", Features = ["size"], Scale = scale, Missing = missing });
            for (int row = 0; row < table.Count; row++)
            {
                if (s_mixed.Rows[(int)table.RowOf(row)][1] is { } text)
                {
                    Assert.Equal(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), table.Unscaled(0, table.Store[row][0]), 1e-5);
                }
            }
        }
    }

    [Fact]
    public void Run_rows_without_a_label_or_a_number_stay_and_are_told()
    {
        RowPlan plan = Plan(s_mixed, "edited-nn", ("features", "size"), ("missing", "drop"), ("to", "all"), ("n-neighbors", "1"));
        RunOutcome run = TestRuns.Copy(plan, s_mixed);

        // Neighbours: 1.5 and 2.5, 7 and 8 are each other's, and of different classes.
        Assert.Equal(["3", "4"], run.Rows.Select(static r => r[0]));
        Assert.Equal(["a|2|0.5|1|0|0|<null>", "b|2|0.5|1|0|0|<null>", "(missing, kept as it is)|1|<null>|<null>|1|<null>|<null>", "(missing feature, kept as it is)|1|<null>|<null>|1|<null>|<null>"],
            plan.Tables.Single(static t => t.Key == "classes").Rows.Select(static r => TestRuns.Line(r.Select(static v => v is null ? null : System.Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture)))));
    }

    [Fact]
    public void Run_a_row_without_a_label_may_lack_its_number()
    {
        MemoryTable table = Numbers(("1", "a"), ("2", "b"), ("3", "b"));
        var more = new MemoryTable(table.Names, [.. table.Rows, [null, null]]);
        Assert.Equal(4, TestRuns.Copy(Plan(more, "tomek-links", ("to", "majority"), ("features", "x")), more).Rows.Count + 1);
    }

    [Fact]
    public void Run_a_label_of_fractions_is_a_label()
    {
        MemoryTable table = Numbers(("0", "0.5"), ("0.1", "1.5"), ("5", "1.5"), ("5.2", "1.5"), ("5.3", "10"), ("9", "10"), ("9.1", "10"));
        RowPlan plan = Plan(table, "tomek-links", ("features", "x"), ("to", "all"));
        Assert.Equal(["0.5", "1.5", "10"], plan.Tables[0].Rows.Select(static r => (string)r[0]!));
        Assert.Equal(["5", "9", "9.1"], TestRuns.Copy(plan, table).Rows.Select(static r => r[0]));
    }

    [Fact]
    public void Run_text_features_names_the_option()
    {
        CurateException refused = Refused(s_mixed, "edited-nn", ("features", "size,colour"));
        Assert.Equal(ErrorCodes.BadValue, refused.Code);
        Assert.Contains("'colour' is no number: row 1 has 'red'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--categorical colour", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_a_missing_number_names_row_and_column()
    {
        CurateException refused = Refused(s_mixed, "edited-nn", ("features", "size"));
        Assert.Equal(ErrorCodes.BadValue, refused.Code);
        Assert.Contains("Row 3 has no value in column 'size'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("near-miss")]
    [InlineData("edited-nn")]
    [InlineData("condensed-nn")]
    [InlineData("instance-hardness-threshold")]
    [InlineData("cluster-centroids")]
    public void Run_one_class_is_refused(string method)
    {
        CurateException refused = Refused(Numbers(("1", "a"), ("2", "a"), ("3", null)), method);
        Assert.Equal(ErrorCodes.Infeasible, refused.Code);
        Assert.Contains("only one class, 'a'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_without_a_column_of_numbers_is_refused()
    {
        CurateException refused = Refused(new MemoryTable(["t", "label"], [["x", "a"], ["y", "b"]]), "tomek-links");
        Assert.Equal(ErrorCodes.Infeasible, refused.Code);
        Assert.Contains("--categorical", refused.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ratio=0.5")]
    [InlineData("minority")]
    [InlineData("equal")]
    [InlineData("count:a=1")]
    public void Bind_a_cleaner_with_a_target_count_is_refused(string to)
    {
        OptionValues values = new OptionValues().Add("label", "label").Add("to", to);
        CurateException refused = Assert.Throws<CurateException>(() => MethodRegistry.All.Single(static m => m.Id == "resample/edited-nn").Bind(values));
        Assert.Equal(ErrorCodes.Usage, refused.Code);
    }

    [Theory]
    [InlineData("edited-nn")]
    [InlineData("all-knn")]
    [InlineData("neighbourhood-cleaning")]
    [InlineData("near-miss")]
    public void Run_fewer_rows_than_neighbours_uses_all_there_are(string method)
    {
        MemoryTable table = Numbers(("1", "a"), ("2", "b"), ("3", "b"));
        RunOutcome run = TestRuns.Copy(Plan(table, method, ("n-neighbors", "50")), table);
        Assert.InRange(run.Rows.Count, 1, 3);
        Assert.Contains(run.Rows, static r => r[1] == "a");
    }

    [Theory]
    [InlineData("edited-nn")]
    [InlineData("near-miss")]
    [InlineData("condensed-nn")]
    [InlineData("cluster-centroids")]
    [InlineData("instance-hardness-threshold")]
    public void Run_constant_features_under_every_scale_is_decided_by_row_numbers(string method)
    {
        MemoryTable table = Numbers([.. Enumerable.Range(0, 12).Select(static i => ("3", (string?)(i < 4 ? "a" : "b")))]);
        string[][] runs = [.. new[] { "none", "standard", "robust", "minmax" }.Select(scale => TestRuns.Lines(TestRuns.Copy(Plan(table, method, ("scale", scale)), table).Rows))];
        Assert.All(runs, run => Assert.Equal(runs[0], run));
        Assert.Equal(4, runs[0].Count(static r => r == "3|a"));
    }

    [Fact]
    public void Run_scaled_features_change_who_is_near()
    {
        var table = new MemoryTable(["x", "y", "label"], [["0", "0", "a"], ["0.1", "900", "b"], ["5", "10", "b"], ["5", "890", "b"], ["5.1", "900", "b"]]);
        string Kept(string scale) => string.Join(' ', TestRuns.Lines(TestRuns.Copy(Plan(table, "tomek-links", ("scale", scale)), table).Rows));
        Assert.DoesNotContain("5|10|b", Kept("none"), StringComparison.Ordinal);
        Assert.Contains("5|10|b", Kept("minmax"), StringComparison.Ordinal);
    }

    private static RowPlan Plan(MemoryTable table, string method, params (string Name, string Value)[] options)
    {
        var values = new OptionValues().Add("label", "label");
        foreach ((string name, string value) in options)
        {
            values.Add(name, value);
        }

        RunContext context = TestRuns.Context();
        var inputs = new PlanInputs(table);
        using IRowPlanner planner = MethodRegistry.All.Single(m => m.Id == "resample/" + method).Bind(values).Start(new StartRequest(inputs, context)).Planner!;
        return planner.Run(new PassRunner(context), inputs);
    }
}
