using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Resample.Advice;

namespace Curate.Cli.Commands;

/// <summary><c>curate resample</c>.</summary>
internal static class ResampleCommand
{
    /// <summary>Asks whether to resample, instead of resampling.</summary>
    public static OptionSpec<RunOptions> ShouldIOption { get; } = OptionSpec<RunOptions>.Flag(
        "should-i", "Write no data: cross-validate what the method would do against doing nothing, class weights, a moved threshold and others, and say what wins.", static (o, _) => o);

    public static CommandSpec Spec { get; } = WithAdvice(MethodCommands.Create("resample", "Balances classes: repeats or removes rows, or writes weights; cleans classes of rows that do not fit.",
    [
        "curate resample train.csv --label species -o balanced.csv",
        "curate resample train.csv --method random-under --label species --to ratio=0.5 -o smaller.csv",
        "curate resample train.csv --method tomek-links,edited-nn --label species --scale standard -o cleaned.csv",
        "curate resample train.csv --label species --as weights -o weighted.csv",
        "curate resample train.csv --method smote --label species --should-i",
    ]));

    private static CommandSpec WithAdvice(CommandSpec rows) => rows with
    {
        Groups = [new("Should I?", [ShouldIOption, .. AdviceOptionSpecs.Own]), .. rows.Groups],
        Run = static (arguments, host) => Execute(arguments, host),
    };

    private static int Execute(Arguments arguments, CommandHost host)
    {
        if (ShouldI(arguments))
        {
            return AdviceJob.Execute(Spec, arguments, host);
        }

        MethodEntry method = RowRun.MethodOf(Spec, arguments);
        foreach (OptionSpec<AdviceOptions> own in AdviceOptionSpecs.Own)
        {
            // A method may have an option of the same name.
            if (arguments.Values.Of(own.Name).Count > 0 && method.OptionSpecs.All(o => o.Name != own.Name))
            {
                Fail.Usage($"--{own.Name} belongs to --should-i.", "It says how rows are cross-validated; pass --should-i, or leave it out.");
            }
        }

        return RowRun.Execute(Spec, arguments with { Values = arguments.Except([ShouldIOption]) }, host);
    }

    private static bool ShouldI(Arguments arguments)
    {
        if (arguments.Last(ShouldIOption.Name) is not { } text)
        {
            return false;
        }

        if (text is not ("true" or "false"))
        {
            Fail.Usage($"--{ShouldIOption.Name} is a flag and takes no value but true and false, not {Fail.Show(text)}.");
        }

        return text == "true";
    }
}
