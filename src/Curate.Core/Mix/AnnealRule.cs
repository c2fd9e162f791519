using Curate.Core.Errors;

namespace Curate.Core.Mix;

/// <summary>A base mixture, then a short last phase with other shares. Leaving a source out of the last phase keeps the size of both phases.</summary>
internal sealed class AnnealRule(MixOptions options) : IMixRule
{
    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        double[] first = ProportionsRule.Base(options, sizes);
        double[] last = sizes.Of("final-share", options.FinalShares, 0);
        if (options.LeaveOut is { } name)
        {
            last[Array.IndexOf(sizes.Of("leave-out", [new NamedNumber(name, 1)], 0), 1)] = 0;
        }

        if (sizes.Total > 0 && last.All(static w => w == 0))
        {
            Fail.With(ErrorCodes.Infeasible, "No source is left in the last phase.", "Give --final-share a source with a share above 0.");
        }

        return new MixTarget
        {
            Phases = [new MixTarget.Phase("base", 1 - options.FinalFraction, first), new MixTarget.Phase("final", options.FinalFraction, last)],
            Total = sizes.Total,
        };
    }
}
