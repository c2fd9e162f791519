using System.Text;
using Curate.Cli.Help;
using Curate.Cli.Options;
using Curate.Cli.Reports.Check;
using Curate.Cli.Reports.Profile;
using Curate.Core.Check;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Profile;
using Curate.Core.Profile.Alerts;

namespace Curate.Cli.Commands;

/// <summary><c>curate explain</c>: what an error code or a method means.</summary>
internal static class ExplainCommand
{
    public static CommandSpec Spec { get; } = new("explain", "Explains an alert, a finding, an error code, a check or a method.")
    {
        ArgumentName = "NAME",
        Examples = ["curate explain missing-values", "curate explain ragged-row", "curate explain dedupe/exact", "curate explain random-over"],
        Groups = [],
        Run = Run,
    };

    private static int Run(Arguments arguments, CommandHost host)
    {
        if (arguments.Inputs.Count == 0)
        {
            Fail.Usage("Nothing is named to explain.", "Error codes: " + string.Join(", ", ErrorCodes.All.Select(static c => c.Id)) + ".");
        }

        var text = new StringBuilder();
        foreach (string name in arguments.Inputs)
        {
            ErrorCode? code = ErrorCodes.All.FirstOrDefault(c => c.Id == name);
            MethodEntry[] methods = [.. MethodRegistry.All.Where(m => m.Id == name || m.Name == name)];
            AlertCode? alert = AlertCodes.All.FirstOrDefault(a => a.Code == name);
            CheckCode? finding = CheckRegistry.Codes.FirstOrDefault(c => c.Code == name);
            CheckEntry? check = CheckRegistry.All.FirstOrDefault(c => c.Id == name || c.Name == name);
            if (code is null && alert is null && finding is null && check is null && methods.Length == 0)
            {
                string? nearest = NameSuggestions.Nearest(name, [.. AlertCodes.All.Select(static a => a.Code), .. CheckRegistry.Codes.Select(static c => c.Code), .. CheckRegistry.All.Select(static c => c.Name), .. ErrorCodes.All.Select(static c => c.Id), .. MethodRegistry.All.Select(static m => m.Id), .. MethodRegistry.All.Select(static m => m.Name)]);
                Fail.Usage($"{Fail.Show(name)} is neither an alert, a finding, an error code, a check nor a method.", nearest is null ? "Run curate methods for the methods." : $"Did you mean {nearest}?");
            }

            if (code is not null)
            {
                text.Append(code.Id).Append(" (exit code ").Append(NumberText.Of((int)code.Exit)).Append(")\n  ").Append(code.Meaning).Append("\n  ").Append(code.Remedy).Append('\n');
            }

            if (alert is not null)
            {
                Append(text, alert);
            }

            if (finding is not null)
            {
                Append(text, finding);
            }

            if (check is not null)
            {
                Append(text, check);
            }

            foreach (MethodEntry method in methods)
            {
                Append(text, method);
            }
        }

        host.WriteOut(text.ToString());
        return (int)ExitCode.Done;
    }

    private static void Append(StringBuilder text, AlertCode alert)
    {
        text.Append(alert.Code).Append(" (").Append(ProfileWords.Of(alert.Severity)).Append(" of curate profile)\n  ").Append(alert.Title).Append(".\n  ").Append(alert.Why).Append('\n');
        text.Append("  Raised  ").Append(alert.Formula).Append('\n').Append("  Advice  ").Append(alert.Advice).Append('\n');
        if (ThresholdOf(alert) is { } option)
        {
            text.Append("  Option  --").Append(option.Name).Append(' ').Append(HelpText.Placeholder(option)).Append("  ").Append(option.Help).Append(option.Default is { } d ? $" [default: {d}]" : "").Append('\n');
        }
    }

    private static void Append(StringBuilder text, CheckCode code)
    {
        CheckEntry[] checks = [.. CheckRegistry.All.Where(c => c.Codes.Any(o => o.Code == code.Code))];
        text.Append(code.Code).Append(" (").Append(CheckWords.Of(code.Severity)).Append(" of curate check --with ").AppendJoin(", ", checks.Select(static c => c.Name)).Append(")\n  ");
        text.Append(code.Title).Append(".\n  ").Append(code.Why).Append('\n');
        text.Append("  Raised  ").Append(code.Formula).Append('\n').Append("  Advice  ").Append(code.Advice).Append('\n');
        if (code.Option is { } name && checks.SelectMany(static c => c.OptionSpecs).Concat(CheckOptionSpecs.All).FirstOrDefault(o => o.Name == name) is { } option)
        {
            Append(text.Append("  Option"), option);
        }
    }

    private static void Append(StringBuilder text, CheckEntry check)
    {
        text.Append(check.Id).Append("\n  ").Append(check.Summary).Append("\n\n  ").Append(check.Usage).Append("\n\n");
        text.Append("  Needs   ").Append(check.Needs ?? "nothing but the data").Append('\n');
        text.Append("  Memory  ").Append(check.Memory).Append('\n');
        text.Append("  Passes  ").Append(check.Passes).Append('\n');
        text.Append("  Source  ").Append(check.Source).Append('\n');
        text.Append("  Finds   ").AppendJoin(", ", check.Codes.Select(static c => c.Code)).Append('\n');
        foreach (OptionSpec option in check.OptionSpecs)
        {
            Append(text, option);
        }
    }

    private static void Append(StringBuilder text, OptionSpec option)
    {
        text.Append("  --").Append(option.Name).Append(HelpText.Placeholder(option) is { Length: > 0 } placeholder ? " " + placeholder : "").Append("  ").Append(option.Help);
        text.Append(option.Required ? " Required." : option.Default is { } d ? $" [default: {d}]" : "").Append('\n');
    }

    /// <summary>The option that moves the threshold of an alert, or null.</summary>
    public static OptionSpec? ThresholdOf(AlertCode alert) => alert.Threshold is not { } figure ? null
        : ProfileOptionSpecs.All.FirstOrDefault(o => o.Name == "max-" + figure || o.Name == figure);

    private static void Append(StringBuilder text, MethodEntry method)
    {
        text.Append(method.Id).Append("\n  ").Append(method.Summary).Append("\n\n  ").Append(method.Usage).Append("\n\n");
        text.Append("  Traits  ").Append(method.Traits).Append('\n');
        text.Append("  Memory  ").Append(method.Memory).Append('\n');
        text.Append("  Passes  ").Append(method.Passes).Append('\n');
        text.Append("  Source  ").Append(method.Source).Append('\n');
        foreach (OptionSpec option in method.OptionSpecs)
        {
            Append(text, option);
        }
    }
}
