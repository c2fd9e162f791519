using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Check.Rules;

/// <summary>
/// Declared rules on a dataset, each with a severity and a tolerance. All rules that read rows share one pass: batches are mapped by workers and folded in row order,
/// so that rules on order see it. Findings come in the order of the rules; every failing rule is told.
/// </summary>
public static class RulesCheck
{
    public const string Name = "rules";

    public static CheckEntry<RuleOptions> Entry { get; } = new(Name, "Declared rules on rows, columns and the whole table, with severities and tolerances.")
    {
        Memory = "a few bytes for each row of a batch and rule; unique, duplicates and distinct 32 bytes a row, in scratch beyond --memory; reference 48 bytes a key of the other file; classes, coverage and groups 60 bytes each; functional-dependency 2 to 8 bytes a row and 48 a pair of values; n / 8 bytes a rule with --failures",
        Passes = "1 for all rules; 1 more for columns of conditions in text formats, to show example rows, for --failures, and for distributions",
        Needs = "a file of rules (--rules FILE)",
        Usage = "curate check penguins.csv --rules rules.yaml",
        Codes = [.. RuleKinds.All.Select(static k => k.Code), RuleKinds.ColumnMissing, RuleKinds.Unreadable],
        Defaults = new RuleOptions(),
        Options = [],
        Run = Run,
        Example = Example,
    };

    private static CheckResult Run(RuleOptions options, CheckInputs inputs)
    {
        if (options.Rules.Count == 0)
        {
            return CheckResult.NotMeasurable(Name, "No rules are given: pass --rules FILE, or write some with --infer.");
        }

        var start = new RuleStart(inputs);
        var runs = new List<(RuleRun? Run, Rule Rule, string? Missing, string? Unreadable)>();
        try
        {
            foreach (Rule rule in options.Rules)
            {
                Begin(rule, start, runs);
            }

            Read(inputs, start, [.. runs.Select(static r => r.Run).OfType<RuleRun>()]);
            return Judge(inputs, runs);
        }
        finally
        {
            foreach ((RuleRun? run, _, _, _) in runs)
            {
                run?.Dispose();
            }
        }
    }

    private static void Begin(Rule rule, RuleStart start, List<(RuleRun? Run, Rule Rule, string? Missing, string? Unreadable)> runs)
    {
        IRecordSource main = start.Inputs.Main;
        if (rule.Where?.Columns.FirstOrDefault(c => !main.HasColumn(c)) is { } unknown)
        {
            runs.Add((null, rule, unknown, null));
            return;
        }

        var columns = new List<string>();
        foreach (string item in rule.Items)
        {
            try
            {
                columns.AddRange(ColumnSelector.Parse(item).Resolve(main));
            }
            catch (CurateException missing) when (missing.Code == ErrorCodes.UnknownColumn)
            {
                runs.Add((null, rule, item, null));
                return;
            }
        }

        try
        {
            foreach (RuleRun run in rule.Start(start, [.. columns.Distinct(StringComparer.Ordinal)]))
            {
                runs.Add((run, rule, null, null));
                run.Limit = rule.Where is { } where ? start.Condition(where) : null;
            }
        }
        catch (CurateException unreadable) when (unreadable.Code == ErrorCodes.Usage && (rule.Where is not null || rule.Kind == Kinds.ConditionRule.Entry))
        {
            // A condition on a column of another kind than it was written for: the data is at fault, not the command line.
            while (runs.Count > 0 && ReferenceEquals(runs[^1].Rule, rule))
            {
                runs[^1].Run?.Dispose();
                runs.RemoveAt(runs.Count - 1);
            }

            runs.Add((null, rule, null, unreadable.Message));
        }
    }

    private static void Read(CheckInputs inputs, RuleStart start, RuleRun[] runs)
    {
        inputs.Passes.Run<RulePart[]>(inputs.Main, start.Request, "check rules", (batch, spent) =>
        {
            RulePart[] parts = spent ?? [.. runs.Select(static _ => new RulePart())];
            for (int r = 0; r < runs.Length; r++)
            {
                RulePart part = parts[r];
                part.Room(batch.Count);
                part.IsLimited = runs[r].Limit is not null;
                if (runs[r].Limit is { } limit)
                {
                    if (part.Within.Length < batch.Count)
                    {
                        part.Within = new bool[Math.Max(batch.Count, batch.Capacity)];
                    }

                    limit.Where.Evaluate(batch, limit.First, part.Within.AsSpan(0, batch.Count));
                }

                runs[r].Map(batch, part);
            }

            return parts;
        }, (batch, parts) =>
        {
            for (int r = 0; r < runs.Length; r++)
            {
                runs[r].Fold(batch, parts[r]);
            }
        });
    }

    private static CheckResult Judge(CheckInputs inputs, List<(RuleRun? Run, Rule Rule, string? Missing, string? Unreadable)> runs)
    {
        var outcomes = new List<(string Name, Rule Rule, IReadOnlyList<string> Columns, RuleOutcome Outcome, CheckCode Code)>();
        foreach ((RuleRun? run, Rule rule, string? missing, string? unreadable) in runs)
        {
            if (unreadable is not null)
            {
                outcomes.Add((rule.GivenName ?? rule.Kind.Name, rule, [], new RuleOutcome(false, $"Rule {rule.Kind.Name} ({rule.File}, line {Options.NumberText.Of(rule.Line)}) cannot be read on this data: {unreadable}"), RuleKinds.Unreadable));
                continue;
            }

            if (run is null)
            {
                outcomes.Add((rule.GivenName ?? rule.Kind.Name, rule, [missing!], new RuleOutcome(false, $"The data has no column {Fail.Show(missing!)}, which rule {rule.Kind.Name} ({rule.File}, line {Options.NumberText.Of(rule.Line)}) looks at."), RuleKinds.ColumnMissing));
                continue;
            }

            RuleOutcome outcome = run.Finish(inputs);
            outcomes.Add((run.Name, rule, run.Columns, outcome, rule.Kind.Code));
            if (outcome is { Rows: { } rows, Failing: > 0 })
            {
                inputs.Failures.Add((run.Name, rows));
            }
        }

        Dictionary<(string Column, long Row), string> values = ExampleValues.Of(inputs, outcomes.Where(static o => !o.Outcome.Holds).Select(static o => (o.Columns, o.Outcome.Examples)));
        var findings = new List<Finding>();
        var table = new ReportTable("rules", "Rules", ["rule", "column", "kind", "severity", "verdict", "value", "threshold", "figure", "failing_rows", "checked_rows"]);
        var examples = new ReportTable("examples", "Example rows", ["rule", "row", "column", "value"]);
        foreach ((string name, Rule rule, IReadOnlyList<string> columns, RuleOutcome outcome, CheckCode code) in outcomes)
        {
            table.Add(name, columns.Count > 0 ? string.Join(", ", columns.Take(6)) : null, rule.Kind.Name, Word(rule.Severity), outcome.Holds ? outcome.Failing > 0 && rule.Kind.JudgesRows ? "within tolerance" : "holds" : "broken",
                outcome.Figure, outcome.Threshold, outcome.FigureName, outcome.Failing, outcome.Checked);
            if (outcome.Holds)
            {
                continue;
            }

            foreach (long row in outcome.Examples)
            {
                foreach (string column in columns.Take(4))
                {
                    examples.Add(name, row, column, values.GetValueOrDefault((column, row)));
                }
            }

            string? value = outcome.Value ?? (outcome.Examples.Count > 0 && columns.Count == 1 ? values.GetValueOrDefault((columns[0], outcome.Examples[0])) : null);
            findings.Add(new Finding(code.Code, rule.Severity, outcome.Message, rule.Comment is { } comment ? $"{comment.TrimEnd('.')}. {code.Advice}" : code.Advice)
            {
                Rule = name,
                Column = columns.Count > 0 ? columns[0] : null,
                Value = value,
                Row = outcome.Examples.Count > 0 ? outcome.Examples[0] : null,
                FailingRows = outcome.Failing,
                CheckedRows = outcome.Checked,
                Effect = outcome.Figure,
                EffectName = outcome.FigureName,
                Threshold = outcome.Threshold,
            });
        }

        return CheckResult.Of(Name, findings, examples.Rows.Count > 0 ? [table, examples] : [table]);
    }

    private static string Word(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };

    /// <summary>A rule of most kinds on the columns of the law tables; those that read another file, or the clock, have tests of their own.</summary>
    private static RuleOptions Example(LawCase table)
    {
        static RuleText T(string text) => new(1, text);
        static Rule Of(string kind, params (string Key, RuleValue Value)[] keys)
        {
            RuleKind found = RuleKinds.Find(kind)!;
            return found.Read(new RuleReader(found, "example", 1, keys.ToDictionary(static k => k.Key, static k => k.Value, StringComparer.Ordinal), static path => path));
        }

        return new RuleOptions
        {
            Rules =
            [
                Of("schema", ("columns", new RuleTexts(1, [table.Id, table.Label, "not-there"]))),
                Of("type", ("columns", T(table.Number)), ("type", T("whole"))),
                Of("not-null", ("columns", new RuleTexts(1, [table.Label, table.Text])), ("at-least", T("99%"))),
                Of("range", ("columns", T(table.Number)), ("min", T("10")), ("max", T("200")), ("severity", T("warning"))),
                Of("range", ("columns", T(table.Time)), ("max", T("2024-01-02"))),
                Of("values", ("columns", T(table.Label)), ("in", new RuleTexts(1, ["a", "b"]))),
                Of("pattern", ("columns", T(table.Text)), ("matches", T("alpha|some"))),
                Of("length", ("columns", T(table.Text)), ("min", T("3")), ("max", T("60")), ("where", T(table.Label + " = 'a'"))),
                Of("unique", ("columns", new RuleTexts(1, [table.Id, table.Label]))),
                Of("condition", ("holds", T($"{table.Number} > 20 or {table.Label} = 'a'"))),
                Of("monotone", ("column", T(table.Time)), ("by", T(table.Group))),
                Of("regular-times", ("column", T(table.Time)), ("step", T("7m")), ("slack", T("1h"))),
                Of("classes", ("column", T(table.Label)), ("min-count", T("10")), ("max-share", T("60%"))),
                Of("imbalance", ("column", T(table.Label)), ("max-ratio", T("3"))),
                Of("group-coverage", ("group", T(table.Group)), ("label", T(table.Label))),
                Of("duplicates", ("max", T("1%"))),
                Of("functional-dependency", ("from", T(table.Group)), ("to", T(table.Label))),
                Of("row-count", ("min", T("50"))),
                Of("completeness", ("columns", T(table.Text)), ("min", T("0.99"))),
                Of("distinct", ("columns", T(table.Group)), ("max", T("5"))),
                Of("mean", ("columns", T(table.Number)), ("max", T("100"))),
                Of("quantile", ("columns", T(table.Number)), ("q", T("50%")), ("min", T("120"))),
            ],
        };
    }
}
