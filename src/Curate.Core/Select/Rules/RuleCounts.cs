using System.Numerics;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Select.Rules;

/// <summary>How many rows broke which rule, and what was cut.</summary>
/// <param name="setup">The run.</param>
/// <param name="all">Rows are counted under every rule that they break, and not only the first.</param>
internal sealed class RuleCounts(RuleSetup setup, bool all)
{
    private readonly long[] _first = new long[RuleBook.All.Count];
    private readonly long[] _broken = new long[RuleBook.All.Count];
    private readonly long[] _cut = new long[LineRules.Names.Count];
    private long _rowsCut;
    private long _bytesCut;

    /// <summary>Rows that broke a rule.</summary>
    public long Dropped => _first.Sum();

    public void Add(int first, ulong broken)
    {
        if (first >= 0)
        {
            _first[first]++;
        }

        for (; broken != 0; broken &= broken - 1)
        {
            _broken[BitOperations.TrailingZeroCount(broken)]++;
        }
    }

    public void AddCuts(RulesPart part)
    {
        _rowsCut += part.Cuts.Count;
        foreach (Dedupe.Lines.CutRow cut in part.Cuts)
        {
            _bytesCut += cut.Bytes;
        }

        for (int rule = 0; rule < _cut.Length; rule++)
        {
            _cut[rule] += part.CutByRule[rule];
        }
    }

    /// <summary>Tallies rows by their first rule.</summary>
    public void Tally(DropTally into)
    {
        for (int rule = 0; rule < _first.Length; rule++)
        {
            into.Add(RuleBook.All[rule].Reason, _first[rule]);
        }
    }

    /// <summary>The tables of the report.</summary>
    public IEnumerable<ReportTable> Tables()
    {
        var rules = new ReportTable("rules", "Rules and the texts that broke them", all ? ["rule", "statistic", "limit", "first", "broken"] : ["rule", "statistic", "limit", "first"]);

        // Rules that were broken stand before the others; both in the order of the book.
        foreach (int rule in Enumerable.Range(0, _first.Length).Where(r => !double.IsNaN(setup.Limits[r])).OrderBy(r => _first[r] + _broken[r] == 0))
        {
            Rule own = RuleBook.All[rule];
            object?[] cells = [own.Reason, RuleBook.NameOf(own.Statistic), LimitText(setup, rule), _first[rule], _broken[rule]];
            rules.Add(all ? cells : cells[..4]);
        }

        yield return rules;
        if (setup.Lines.Any)
        {
            var lines = new ReportTable("lines_cut", "Lines cut", ["rule", "lines"]);
            bool[] on = [setup.Lines.MaxWord > 0, setup.Lines.Terminal, setup.Lines.MinWords > 0, setup.Lines.Without.Count > 0];
            for (int rule = 0; rule < _cut.Length; rule++)
            {
                if (on[rule])
                {
                    lines.Add(LineRules.Names[rule], _cut[rule]);
                }
            }

            lines.Add("texts with cuts", _rowsCut);
            lines.Add("bytes cut", _bytesCut);
            yield return lines;
        }
    }

    /// <summary>What a rule asks for, in words.</summary>
    public static string LimitText(RuleSetup setup, int rule)
    {
        Rule own = RuleBook.All[rule];
        return own.Reason switch
        {
            RuleBook.LanguageReason => string.Join(", ", setup.Languages),
            RuleBook.PhraseReason => "none of " + string.Join(", ", setup.Without.Select(System.Text.Encoding.UTF8.GetString)),
            RuleBook.NothingLeftReason => "any",
            _ => (own.AtLeast ? "at least " : "at most ") + NumberText.Of(setup.Limits[rule])
                + (own.Reason == RuleBook.ScriptReason && setup.Scripts.Count > 0 ? " " + string.Join(", ", setup.Scripts) : ""),
        };
    }

    public void Save(BinaryWriter to)
    {
        foreach (long[] counts in (long[][])[_first, _broken, _cut])
        {
            foreach (long count in counts)
            {
                to.Write(count);
            }
        }

        to.Write(_rowsCut);
        to.Write(_bytesCut);
    }

    public void AddSaved(BinaryReader from)
    {
        foreach (long[] counts in (long[][])[_first, _broken, _cut])
        {
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i] += from.ReadInt64();
            }
        }

        _rowsCut += from.ReadInt64();
        _bytesCut += from.ReadInt64();
    }
}
