using System.Text;
using Curate.Cli.Options;
using Curate.Cli.Rules;
using Curate.Core.Check;
using Curate.Core.Check.Rules;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>What a check is told, read before any data is: which checks run with which options, the rules, what closes the gate.</summary>
internal sealed class CheckSelection
{
    /// <summary>Every check, as a value of <c>--with</c>.</summary>
    private const string All = "all";

    private readonly OptionValues _values;
    private readonly Func<string, string> _resolve;

    /// <param name="values">Options of <c>check</c>; shared ones of the run aside.</param>
    /// <param name="resolve">Where a relative path of a file of rules begins.</param>
    /// <exception cref="CurateException">An option, a name of a check or a file of rules is wrong.</exception>
    public CheckSelection(OptionValues values, Func<string, string> resolve)
    {
        _values = values;
        _resolve = resolve;
        Choices = OptionBinder.Bind(new CheckChoices(), CheckChoices.All, values.Only(CheckChoices.All));
        Settings = OptionBinder.Bind(new CheckSettings(), CheckOptionSpecs.All, values.Only(CheckOptionSpecs.All));
        CheckGate.Check(Choices.FailOn);
        Now = Time(Choices.Now);
        Checks = Chosen();
    }

    public CheckChoices Choices { get; }

    /// <summary>Roles and levels; columns as written.</summary>
    public CheckSettings Settings { get; }

    public DateTimeOffset? Now { get; }

    /// <summary>The checks in the order in which they run.</summary>
    public IReadOnlyList<BoundCheck> Checks { get; }

    /// <summary>Checks that were left out because they train models and nobody named them.</summary>
    public IReadOnlyList<string> NotRun { get; private set; } = [];

    /// <summary>The rules of all files, in order.</summary>
    public IReadOnlyList<Rule> Rules { get; private set; } = [];

    /// <summary>How often rows are read, for people.</summary>
    public string Passes => string.Join("; ", Checks.Select(static c => $"{c.Entry.Name} {c.Entry.Passes}"));

    /// <summary>What is held, for people.</summary>
    public string Memory => string.Join("; ", Checks.Select(static c => $"{c.Entry.Name} {c.Entry.Memory}"));

    /// <summary>The checks that <c>--with</c> and <c>--without</c> leave, with their options.</summary>
    private List<BoundCheck> Chosen()
    {
        foreach ((string option, string name) in Choices.With.Select(static n => ("with", n)).Concat(Choices.Without.Select(static n => ("without", n))))
        {
            if (CheckRegistry.All.All(c => c.Name != name && c.Id != name) && !(option == "with" && name == All))
            {
                string? nearest = NameSuggestions.Nearest(name, CheckRegistry.All.Select(static c => c.Name));
                Fail.Usage($"--{option} takes names of checks, not {Fail.Show(name)}.", nearest is null ? "Checks: " + string.Join(", ", CheckRegistry.All.Select(static c => c.Name)) + "." : $"Did you mean {nearest}?");
            }
        }

        bool In(IReadOnlyList<string> names, CheckEntry entry) => names.Any(n => n == entry.Name || n == entry.Id);

        // A file of rules says what is wanted; the other checks are for --with.
        bool rulesOnly = Choices.With.Count == 0 && Choices.Rules.Count > 0;
        bool all = Choices.With.Contains(All, StringComparer.Ordinal);
        CheckEntry[] asked = [.. CheckRegistry.All.Where(c => (all || (rulesOnly ? c.Name == RulesCheck.Name : Choices.With.Count == 0 || In(Choices.With, c))) && !In(Choices.Without, c))];

        // A gate in continuous integration is quick unless it is told otherwise: models are trained where a check or one of its own options is named.
        CheckEntry[] entries = Choices.With.Count > 0 ? asked : [.. asked.Where(c => !c.TrainsModels(Settings.Roles) || IsAskedFor(c, asked))];
        NotRun = [.. asked.Except(entries).Select(static c => c.Name)];
        if (entries.Length == 0)
        {
            Fail.Usage("--without leaves no check to run.", "Leave fewer out.");
        }

        // An option of a check that does not run would be without effect.
        foreach (string name in _values.Names)
        {
            CheckEntry[] takers = [.. CheckRegistry.All.Where(c => c.OptionSpecs.Any(o => o.Name == name))];
            if (takers.Length > 0 && !takers.Any(entries.Contains))
            {
                Fail.Usage($"--{name} belongs to {string.Join(", ", takers.Select(static t => t.Name))}, and that is not run.", $"Add {takers[0].Name} to --with, or leave --{name} out.");
            }
        }

        if (Choices.Rules.Count > 0 && !entries.Contains(RulesCheck.Entry))
        {
            Fail.Usage("--rules is given, and the check rules is not run.", "Add rules to --with, or leave --rules out.");
        }

        return [.. entries.Select(c => c.Name == RulesCheck.Name && Choices.Rules.Count > 0 ? RulesCheck.Entry.With(ReadRules()) : c.Bind(_values.Only(c.OptionSpecs)))];
    }

    /// <summary>An option is given that no check takes that runs anyway.</summary>
    private bool IsAskedFor(CheckEntry entry, CheckEntry[] all)
    {
        bool Takes(CheckEntry check, string option) => check.OptionSpecs.Any(o => o.Name == option);
        return _values.Names.Any(n => Takes(entry, n) && !all.Any(c => !c.TrainsModels(Settings.Roles) && Takes(c, n)));
    }

    private RuleOptions ReadRules()
    {
        var rules = new List<Rule>();
        foreach (string path in Choices.Rules.Select(_resolve))
        {
            try
            {
                using var text = new StreamReader(path, Encoding.UTF8);
                rules.AddRange(RuleFileReader.Read(text, path, Path.GetDirectoryName(path) ?? ""));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Fail.With(ErrorCodes.CannotRead, $"The rules {Fail.Show(path)} cannot be read: {FileFailures.Reason(failure)}.", "Check the path behind --rules.", failure);
            }
        }

        Rules = rules;
        return new RuleOptions { Rules = rules };
    }

    private static DateTimeOffset? Time(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (!MomentText.TryDate(Encoding.UTF8.GetBytes(text), out long micros) && !MomentText.TryTime(Encoding.UTF8.GetBytes(text), out micros))
        {
            Fail.Usage($"--now takes a date or a time such as 2024-05-01 or 2024-05-01T12:00:00Z, not {Fail.Show(text)}.");
        }

        return DateTimeOffset.UnixEpoch.AddMicroseconds(micros);
    }
}
