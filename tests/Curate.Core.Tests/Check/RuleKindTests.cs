using Curate.Core.Check;
using Curate.Core.Check.Rules;
using Curate.Core.Errors;
using Curate.Core.Profile;
using Curate.Core.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Check;

/// <summary>Each kind of rule holds on its good table and fails on its bad one, with the rows that a person would name.</summary>
public sealed class RuleKindTests
{
    private static readonly MemoryTable s_people = RuleBench.Table("id,name,age,born,class",
        "1,Ann,30,1990-01-01,a", "2,Bob,41,1979-05-02,b", "3,Cy,~,1980-01-01,a", "4,Dee,29,1991-07-07,a");

    /// <summary>Kind, keys, the code or null where it holds, failing rows, first row.</summary>
    public static TheoryData<string, string, string?, long?, long?> Cases => new()
    {
        { "schema", "columns=id|name|age|born|class;order=true;extra=forbid", null, null, null },
        { "schema", "columns=id|age|name;order=true", "schema-mismatch", null, null },
        { "schema", "columns=id|name|age|born;extra=forbid", "schema-mismatch", null, null },
        { "schema", "columns=id|height", "schema-mismatch", null, null },
        { "type", "columns=age;type=whole", null, 0, null },
        { "type", "columns=born;type=date", null, 0, null },
        { "type", "columns=name;type=number", "wrong-type", 4, 0 },
        { "not-null", "columns=name", null, 0, null },
        { "not-null", "columns=age", "missing-value", 1, 2 },
        { "not-null", "columns=age;at-least=75%", null, 1, null },
        { "not-null", "columns=age;at-least=76%", "missing-value", 1, 2 },
        { "not-null", "columns=age;where=class = 'b'", null, 0, null },
        { "range", "columns=age;min=29;max=41", null, 0, null },
        { "range", "columns=age;above=29;max=40", "out-of-range", 2, 1 },
        { "range", "columns=born;min=1980-01-01", "out-of-range", 1, 1 },
        { "range", "columns=name;min=0", "out-of-range", 4, 0 },
        { "values", "columns=class;in=a|b", null, 0, null },
        { "values", "columns=class;in=a", "unexpected-value", 1, 1 },
        { "values", "columns=name;not-in=Dee|Zoe", "unexpected-value", 1, 3 },
        { "pattern", "columns=name;matches=^[A-Z][a-z]+$", null, 0, null },
        { "pattern", "columns=name;matches=^..$", "pattern-mismatch", 3, 0 },
        { "pattern", "columns=name;not-matches=o", "pattern-mismatch", 1, 1 },
        { "length", "columns=name;min=2;max=3", null, 0, null },
        { "length", "columns=name;min=3", "wrong-length", 1, 2 },
        { "unique", "columns=id", null, 0, null },
        { "unique", "columns=class", "repeated-key", 2, 2 },
        { "unique", "columns=class|born", null, 0, null },
        { "unique", "columns=age", null, 0, null },
        { "condition", "holds=age > 20 and id < 9", null, 0, null },
        { "condition", "holds=age > 29", "condition-broken", 1, 3 },
        { "condition", "holds=age > 29;unknown=break", "condition-broken", 2, 2 },
        { "condition", "holds=age > id;where=class = 'a';unknown=break", "condition-broken", 1, 2 },
        { "monotone", "column=id;strict=true", null, 0, null },
        { "monotone", "column=age", "not-monotone", 1, 3 },
        { "monotone", "column=id;direction=decreasing", "not-monotone", 3, 1 },
        { "monotone", "column=born;by=class", "not-monotone", 1, 2 },
        { "classes", "column=class;classes=a|b;min-count=1", null, null, null },
        { "classes", "column=class;classes=a|c", "class-out-of-bounds", null, null },
        { "classes", "column=class;min-count=2", "class-out-of-bounds", null, null },
        { "classes", "column=class;count={a:3|b:1..5}", null, null, null },
        { "classes", "column=class;share={a:..50%}", "class-out-of-bounds", null, null },
        { "imbalance", "column=class;max-ratio=3", null, null, null },
        { "imbalance", "column=class;max-ratio=2.9", "class-imbalance", null, null },
        { "imbalance", "column=class;max-ratio=9;where=class = 'a'", "class-imbalance", null, null },
        { "group-coverage", "group=class;values=a|b", null, null, null },
        { "group-coverage", "group=class;values=c", "group-uncovered", null, null },
        { "group-coverage", "group=class;label=name", "group-uncovered", null, null },
        { "duplicates", "columns=id", null, 0, null },
        { "duplicates", "columns=class;max=50%", null, 2, null },
        { "duplicates", "columns=class;max=49%", "repeated-rows", 2, 2 },
        { "functional-dependency", "from=id;to=class", null, 0, null },
        { "functional-dependency", "from=class;to=name", "dependency-broken", 2, 2 },
        { "functional-dependency", "from=class;to=name;tolerance=50%", null, 2, null },
        { "row-count", "", null, null, null },
        { "row-count", "min=5", "row-count", null, null },
        { "row-count", "max=3", "row-count", null, null },
        { "row-count", "min=3;max=3;where=class = 'a'", null, null, null },
        { "completeness", "columns=age;min=0.75", null, null, null },
        { "completeness", "columns=age;min=0.76", "incomplete-column", null, null },
        { "distinct", "columns=class;min=2;max=2", null, null, null },
        { "distinct", "columns=id;max=3", "distinct-out-of-bounds", null, null },
        { "mean", "columns=age;min=33.3;max=33.4", null, null, null },
        { "mean", "columns=age;max=33", "mean-out-of-bounds", null, null },
        { "mean", "columns=name;max=33", "mean-out-of-bounds", null, null },
        { "quantile", "columns=age;q=50%;min=30;max=30", null, null, null },
        { "quantile", "columns=age;q=50%;max=29", "quantile-out-of-bounds", null, null },
        { "quantile", "columns=age;q=50%;min=31", "quantile-out-of-bounds", null, null },
        { "range", "columns=weight;min=0", "column-missing", null, null },
        { "row-count", "where=weight > 3", "column-missing", null, null },
        { "values", "columns=/^zz/;in=a", "column-missing", null, null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_kind_says_what_a_person_would_say(string kind, string keys, string? code, long? failing, long? first)
    {
        CheckResult result = RuleBench.Run(s_people, RuleBench.Rule(kind, keys.Length == 0 ? [] : keys.Split(';')));
        Finding? finding = result.Findings.SingleOrDefault();
        Assert.Equal(code, finding?.Code);
        Assert.Equal(code is null ? CheckVerdict.Passed : CheckVerdict.Failed, result.Verdict);
        object?[] row = result.Tables[0].Rows.Single();
        Assert.Equal(failing, row[8]);
        if (finding is not null)
        {
            Assert.Equal(failing, finding.FailingRows);
            Assert.Equal(first, finding.Row);
        }
    }

    [Fact]
    public void Every_kind_has_a_case_that_holds_and_one_that_fails()
    {
        string[] elsewhere = ["reference", "regular-times", "freshness", "distribution"];
        foreach (RuleKind kind in RuleKinds.All.Where(k => !elsewhere.Contains(k.Name)))
        {
            Assert.Contains(Cases, c => (string)c[0]! == kind.Name && c[2] is null);
            Assert.Contains(Cases, c => (string)c[0]! == kind.Name && (string?)c[2] == kind.Code.Code);
        }
    }

    [Fact]
    public void Regular_times_find_the_gap_in_each_series()
    {
        MemoryTable table = RuleBench.Table("series,at", "a,2024-01-01T00:00:00Z", "b,2024-05-01T00:00:00Z", "a,2024-01-01T01:00:00Z", "b,2024-05-01T01:00:10Z", "a,2024-01-01T03:00:00Z");
        Finding finding = RuleBench.Find(table, "regular-times", "column=at", "step=1h", "by=series")!;
        Assert.Equal("irregular-time", finding.Code);
        Assert.Equal((2L, 5L, 3L), (finding.FailingRows, finding.CheckedRows, finding.Row));
        Assert.Equal(1, RuleBench.Find(table, "regular-times", "column=at", "step=1h", "slack=30s", "by=series")!.FailingRows);
        Assert.Null(RuleBench.Find(table, "regular-times", "column=at", "step=1h", "slack=2h", "by=series"));
    }

    [Theory]
    [InlineData("2024-03-08", "7d", true)]
    [InlineData("2024-03-08T00:00:01Z", "7d", false)]
    [InlineData("2024-02-29", "7d", false)]
    public void Freshness_compares_the_latest_time_with_now(string now, string age, bool holds)
    {
        MemoryTable table = RuleBench.Table("at", "2024-03-01", "2024-02-01", "~", "no time");
        DateTimeOffset instant = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
        CheckResult result = RuleBench.Run(table, i => new CheckInputs { Passes = i.Passes, Main = i.Main, Now = instant }, RuleBench.Rule("freshness", "column=at", "max-age=" + age));
        Assert.Equal(holds, result.Findings.Count == 0);
    }

    [Fact]
    public void References_are_looked_up_in_the_other_file()
    {
        MemoryTable orders = RuleBench.Table("order,customer,site", "1,x,A", "2,y,A", "3,~,B", "4,z,B");
        MemoryTable customers = RuleBench.Table("key,site", "x,A", "z,A", "y,A");
        CheckInputs With(CheckInputs i) => new() { Passes = i.Passes, Main = i.Main, OpenFile = path => path == "customers.csv" ? customers : throw new InvalidOperationException(path) };
        Assert.Empty(RuleBench.Run(orders, With, RuleBench.Rule("reference", "columns=customer", "file=customers.csv", "file-columns=key")).Findings);
        Finding finding = RuleBench.Run(orders, With, RuleBench.Rule("reference", "columns=customer|site", "file=customers.csv", "file-columns=key|site")).Findings.Single();
        Assert.Equal(("broken-reference", 1L, 3L, 3L), (finding.Code, finding.FailingRows, finding.CheckedRows, finding.Row));
        CurateException missing = Assert.Throws<CurateException>(() => RuleBench.Run(orders, With, RuleBench.Rule("reference", "columns=customer", "file=customers.csv")));
        Assert.Contains("customers.csv has no column 'customer'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Distributions_are_compared_with_a_reference()
    {
        string[] even = [.. Enumerable.Range(0, 200).Select(static i => i % 2 == 0 ? "a" : "b")];
        string[] moved = [.. Enumerable.Range(0, 200).Select(static i => i % 10 == 0 ? "a" : i == 1 ? "c" : "b")];
        CheckInputs With(CheckInputs i) => new()
        {
            Passes = i.Passes,
            Main = i.Main,
            ProfileOf = _ => ProfileRun.Run(i.Passes, RuleBench.Table("v", even), new ProfileOptions { Duplicates = false, MostAssociations = 0 }).Side("reference"),
        };
        Assert.Empty(RuleBench.Run(RuleBench.Table("v", even), With, RuleBench.Rule("distribution", "columns=v", "against=old.csv")).Findings);
        Finding finding = RuleBench.Run(RuleBench.Table("v", moved), With, RuleBench.Rule("distribution", "columns=v", "against=old.csv")).Findings.Single();
        Assert.Equal("distribution-moved", finding.Code);
        Assert.True(finding.Effect > 0.25);
        Assert.Empty(RuleBench.Run(RuleBench.Table("v", moved), With, RuleBench.Rule("distribution", "columns=v", "against=old.csv", "max-psi=9")).Findings);
        Assert.Contains("'c'", RuleBench.Run(RuleBench.Table("v", moved), With, RuleBench.Rule("distribution", "columns=v", "against=old.csv", "max-psi=9", "new-values=forbid")).Findings.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_table_fails_what_asks_for_rows()
    {
        MemoryTable empty = RuleBench.Table("a");
        Assert.Equal("row-count", RuleBench.Find(empty, "row-count")!.Code);
        Assert.Equal("row-count", RuleBench.Find(empty, "row-count", "max=5")!.Code);
        Assert.Null(RuleBench.Find(empty, "row-count", "min=0"));
        Assert.NotNull(RuleBench.Find(empty, "completeness", "columns=a", "min=0.1"));
        Assert.NotNull(RuleBench.Find(empty, "classes", "column=a", "min-count=1"));
        Assert.NotNull(RuleBench.Find(empty, "freshness", "column=a", "max-age=1d"));
    }

    [Fact]
    public void A_hostile_expression_takes_linear_time()
    {
        MemoryTable table = RuleBench.Table("v", new string('a', 200_000) + "!");
        Assert.Equal(1, RuleBench.Find(table, "pattern", "columns=v", "matches=^(a+)+$")!.FailingRows);
    }

    [Theory]
    [InlineData("range", "columns=a", "rule range: range needs min or max or above or below.")]
    [InlineData("range", "columns=a;min=5;max=4", "line 3, rule range, key min: The lower bound lies above")]
    [InlineData("range", "columns=a;min=x", "line 3, rule range, key min: min takes a number, a date or a time, not 'x'.")]
    [InlineData("range", "columns=a;min=1;max=2024-01-01", "all numbers or all times")]
    [InlineData("type", "columns=a;type=wholes", "Did you mean whole?")]
    [InlineData("not-null", "columns=a;tolerance=1%;at-least=99%", "say the same thing twice")]
    [InlineData("not-null", "columns=a;tolerance=120%", "tolerance takes a share")]
    [InlineData("pattern", "columns=a;matches=(", "is not a regular expression")]
    [InlineData("pattern", "columns=a;matches=(?=b)", "is not a regular expression")]
    [InlineData("condition", "holds=a >", "key holds")]
    [InlineData("freshness", "column=a;max-age=soon", "max-age takes a time such as")]
    [InlineData("classes", "column=a;count={x:5..1}", "count.x takes A..B")]
    [InlineData("imbalance", "column=a;max-ratio=0.5", "at least 1")]
    public void Faults_name_file_line_rule_and_key(string kind, string keys, string says)
    {
        CurateException fault = Assert.Throws<CurateException>(() => RuleBench.Rule(kind, keys.Split(';')));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("rules.yaml, line ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failing_rows_are_kept_with_the_names_of_their_rules()
    {
        MemoryTable table = RuleBench.Table("a,b", "1,x", "5,~", "9,x", "2,~");
        var inputs = new CheckInputs { Passes = new PassRunner(TestRuns.Context()), Main = table, KeepsFailures = true };
        RulesCheck.Entry.With(new RuleOptions { Rules = [RuleBench.Rule("range", "columns=a", "min=2", "max=8", "name=size"), RuleBench.Rule("not-null", "columns=b"), RuleBench.Rule("unique", "columns=b")] }).Run(inputs);
        using var plan = new FailingRows(inputs.Failures, 4) { InputRows = 4 };
        Assert.Equal(4, plan.OutputRows);
        Assert.Equal(["1|x|size", "5|<null>|not-null b", "9|x|size; unique b", "2|<null>|not-null b"], Copied(plan, table));
    }

    /// <summary>The rows that a plan keeps; it is never saved, so it is copied by itself.</summary>
    private static string[] Copied(RowPlan plan, MemoryTable table)
    {
        var output = new MemorySinkFormat(takesPayload: true);
        new RowCopy(new PassRunner(TestRuns.Context())).Plan(table, plan, output);
        return TestRuns.Lines(output.Rows);
    }

    [Fact]
    public void Maps_of_failing_rows_are_taken_from_the_memory_budget_and_given_back()
    {
        RunContext context = TestRuns.Context(memoryBytes: 4 << 20);
        long free = context.Memory.Free;
        using (var inputs = new CheckInputs { Passes = new PassRunner(context), Main = s_people, KeepsFailures = true })
        {
            var rows = new BitMap();
            inputs.Mark(rows, 5_000_000);
            Assert.Equal(rows.Bytes, free - context.Memory.Free);
            Assert.InRange(rows.Bytes, 5_000_000 / 8, 2 * 5_000_000 / 8);
            CurateException refused = Assert.Throws<CurateException>(() => inputs.Mark(new BitMap(), 100_000_000));
            Assert.Contains("The rows for --failures", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(free, context.Memory.Free);
    }
}
