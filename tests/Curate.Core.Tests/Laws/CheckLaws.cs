using System.Globalization;
using System.Text;
using Curate.Core.Check;
using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Laws;

/// <summary>What holds for every check of the registry, with the options and roles of its example: the same figures however the data is cut, and a verdict for every table.</summary>
public sealed class CheckLaws
{
    public static TheoryData<string, string> Every
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (CheckEntry check in CheckRegistry.All)
            {
                foreach (string table in LawTables.Small)
                {
                    if (check.BindExample(LawTables.Case(table)) is not null)
                    {
                        cases.Add(check.Name, table);
                    }
                }
            }

            return cases;
        }
    }

    public static TheoryData<string> All => [.. CheckRegistry.All.Select(static c => c.Name)];

    [Theory]
    [MemberData(nameof(Every))]
    public void A_second_run_gives_the_same_bytes_on_any_processor(string name, string table)
    {
        string first = Run(name, table, TestRuns.Context());
        Assert.Equal(first, Run(name, table, TestRuns.Context()));
        BytesOnRecord.Check($"check/{name} on {table}", Encoding.UTF8.GetBytes(first));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Workers_and_batches_do_not_show(string name, string table)
    {
        string one = Run(name, table, TestRuns.Context());
        int batch = Math.Clamp(LawTables.Rows(table).Count / 10, 1, 100);
        Assert.Equal(one, Run(name, table, TestRuns.Context(2, batch)));
        Assert.Equal(one, Run(name, table, TestRuns.Context(7, Math.Max(1, batch / 3))));
        if (LawTables.Rows(table).Count < 100)
        {
            Assert.Equal(one, Run(name, table, TestRuns.Context(2, 1)));
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void A_file_in_two_parts_is_one_dataset(string name, string table)
    {
        IReadOnlyList<string?[]> rows = LawTables.Rows(table);
        int cut = rows.Count / 3;
        var parts = new ConcatSource(new MemoryTable(LawTables.Columns, [.. rows.Take(cut)]), cut, new MemoryTable(LawTables.Columns, [.. rows.Skip(cut)]));
        Assert.Equal(Run(name, table, TestRuns.Context()), Run(name, table, TestRuns.Context(2, 50), parts));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Findings_have_codes_and_severities_that_the_entry_knows_and_decide_the_verdict(string name, string table)
    {
        CheckEntry entry = Entry(name);
        CheckResult result = Measure(name, table, TestRuns.Context());
        Assert.Equal(name, result.Name);
        Assert.All(result.Findings, finding =>
        {
            Assert.Contains(entry.Codes, code => code.Code == finding.Code);
            Assert.NotEmpty(finding.Message);
            Assert.NotEmpty(finding.Advice);
            Assert.True(finding.Row is null || (finding.Row >= 0 && finding.Row < LawTables.Rows(table).Count));
        });
        if (result.Verdict == CheckVerdict.NotMeasurable)
        {
            Assert.Empty(result.Findings);
            Assert.False(string.IsNullOrEmpty(result.Reason));
        }
        else
        {
            Assert.Equal(CheckResult.Of(name, result.Findings).Verdict, result.Verdict);
            Assert.Null(result.Reason);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_a_check_needs_and_does_not_have_makes_it_not_measurable(string name)
    {
        CheckEntry entry = Entry(name);
        if (entry.Needs is null)
        {
            return;
        }

        using var inputs = new CheckInputs { Passes = new PassRunner(TestRuns.Context()), Main = LawTables.Table("random 60 rows seed 2") };
        CheckResult result = entry.Bind(new Core.Options.OptionValues()).Run(inputs);
        Assert.Equal(CheckVerdict.NotMeasurable, result.Verdict);
        Assert.False(string.IsNullOrEmpty(result.Reason));
    }

    [Fact]
    public void Names_and_codes_are_kebab_case_and_say_what_they_mean()
    {
        Assert.Equal(CheckRegistry.All.Count, CheckRegistry.All.Select(static c => c.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(CheckRegistry.All, static check =>
        {
            Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", check.Name);
            Assert.EndsWith(".", check.Summary, StringComparison.Ordinal);
            Assert.All(check.Codes, static code =>
            {
                Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", code.Code);
                Assert.DoesNotMatch("\\.$", code.Title);
                Assert.NotEmpty(code.Why);
                Assert.NotEmpty(code.Formula);
                Assert.NotEmpty(code.Advice);
            });
        });

        // A code means one thing, whichever checks raise it.
        Assert.All(CheckRegistry.All.SelectMany(static c => c.Codes).GroupBy(static c => c.Code, StringComparer.Ordinal), static same => Assert.Single(same.Distinct()));
    }

    private static CheckEntry Entry(string name) => CheckRegistry.All.Single(c => c.Name == name);

    private static CheckResult Measure(string name, string table, RunContext context, IRecordSource? main = null)
    {
        CheckEntry entry = Entry(name);
        BoundCheck bound = entry.BindExample(LawTables.Case(table))!;
        CheckResult result;
        using (var inputs = new CheckInputs
        {
            Passes = new PassRunner(context),
            Main = main ?? LawTables.Table(table),
            Others = entry.ExampleReadsOther ? [LawTables.Other(table)] : [],
            OtherNames = entry.ExampleReadsOther ? ["other"] : [],
            Settings = new CheckSettings { Roles = entry.ExampleRoles(LawTables.Case(table)), Permutations = 19, MinSize = 5 },
        })
        {
            result = bound.Run(inputs);
        }

        Assert.Equal(0, context.Memory.ForMethods - context.Memory.Free);
        Assert.Equal(0, ((MemoryScratch)context.Scratch).Live);
        return result;
    }

    private static string Run(string name, string table, RunContext context, IRecordSource? main = null) => Text(Measure(name, table, context, main));

    /// <summary>Everything that a result says, as one text.</summary>
    private static string Text(CheckResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Name} {result.Verdict} {result.Reason}\n");
        foreach (Finding finding in result.Findings)
        {
            // Records print every member; double members print to the shortest text that reads back.
            text.Append(finding).Append('\n');
        }

        foreach (ReportTable table in result.Tables)
        {
            text.Append(table.Key).Append(' ').AppendJoin(',', table.Columns).Append('\n');
            foreach (object?[] row in table.Rows)
            {
                text.AppendJoin('|', row.Select(static c => Convert.ToString(c, CultureInfo.InvariantCulture))).Append('\n');
            }
        }

        return text.ToString();
    }
}
