using Curate.Core.Check;
using Curate.Core.Check.Rules;
using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Check;

/// <summary>Makes rules from texts and runs them on tables of literals.</summary>
internal static class RuleBench
{
    public static MemoryTable Table(string columns, params string[] rows) =>
        new(columns.Split(','), [.. rows.Select(static r => (string?[])[.. r.Split(',').Select(static v => v == "~" ? null : v)])]);

    /// <summary>A rule from <c>key=value</c>; values with | are lists, and {a:1..2|b:3} are ranges by name.</summary>
    public static Rule Rule(string kind, params string[] keys)
    {
        RuleKind found = RuleKinds.Find(kind)!;
        var values = new Dictionary<string, RuleValue>(StringComparer.Ordinal) { ["rule"] = new RuleText(1, kind) };
        int line = 2;
        foreach (string key in keys)
        {
            int equals = key.IndexOf('=', StringComparison.Ordinal);
            string text = key[(equals + 1)..];
            values.Add(key[..equals], text.StartsWith('{')
                ? new RulePairs(line, [.. text.Trim('{', '}').Split('|').Select(p => (p.Split(':')[0], p.Split(':')[1], line))])
                : text.Contains('|', StringComparison.Ordinal) && key[..equals] is not ("matches" or "not-matches") ? new RuleTexts(line, text.Split('|')) : new RuleText(line, text));
            line++;
        }

        return found.Read(new RuleReader(found, "rules.yaml", 1, values, static path => path));
    }

    public static CheckResult Run(IRecordSource main, params Rule[] rules) => Run(main, static i => i, rules);

    public static CheckResult Run(IRecordSource main, Func<CheckInputs, CheckInputs> with, params Rule[] rules)
    {
        RunContext context = TestRuns.Context();
        CheckResult result;
        using (CheckInputs inputs = with(new CheckInputs { Passes = new PassRunner(context), Main = main }))
        {
            result = RulesCheck.Entry.With(new RuleOptions { Rules = rules }).Run(inputs);
        }

        Assert.Equal(0, context.Memory.ForMethods - context.Memory.Free);
        return result;
    }

    /// <summary>The one finding of a rule, or null where it holds.</summary>
    public static Finding? Find(IRecordSource main, string kind, params string[] keys) => Run(main, Rule(kind, keys)).Findings.SingleOrDefault();
}
