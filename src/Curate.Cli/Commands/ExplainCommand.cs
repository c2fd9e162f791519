using System.Text;
using Curate.Cli.Help;
using Curate.Cli.Options;
using Curate.Cli.Reports.Profile;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Profile;
using Curate.Core.Profile.Alerts;

namespace Curate.Cli.Commands;

/// <summary><c>curate explain</c>: what an error code or a method means.</summary>
internal static class ExplainCommand
{
    public static CommandSpec Spec { get; } = new("explain", "Explains an alert, an error code or a method.")
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
            if (code is null && alert is null && methods.Length == 0)
            {
                string? nearest = NameSuggestions.Nearest(name, [.. AlertCodes.All.Select(static a => a.Code), .. ErrorCodes.All.Select(static c => c.Id), .. MethodRegistry.All.Select(static m => m.Id), .. MethodRegistry.All.Select(static m => m.Name)]);
                Fail.Usage($"{Fail.Show(name)} is neither an alert, an error code nor a method.", nearest is null ? "Run curate methods for the methods." : $"Did you mean {nearest}?");
            }

            if (code is not null)
            {
                text.Append(code.Id).Append(" (exit code ").Append(NumberText.Of((int)code.Exit)).Append(")\n  ").Append(code.Meaning).Append("\n  ").Append(code.Remedy).Append('\n');
            }

            if (alert is not null)
            {
                Append(text, alert);
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
            text.Append("  --").Append(option.Name).Append(HelpText.Placeholder(option) is { Length: > 0 } placeholder ? " " + placeholder : "").Append("  ").Append(option.Help);
            text.Append(option.Required ? " Required." : option.Default is { } d ? $" [default: {d}]" : "").Append('\n');
        }
    }
}
