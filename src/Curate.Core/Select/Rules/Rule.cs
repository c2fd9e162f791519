namespace Curate.Core.Select.Rules;

/// <summary>One rule: a statistic and on which side of a limit a text must lie. A text at the limit keeps the rule.</summary>
/// <param name="Reason">Why a row leaves that breaks it; <c>--off</c> takes it.</param>
/// <param name="Option">The option that sets the limit; empty where another option does.</param>
/// <param name="Statistic">What is compared.</param>
/// <param name="AtLeast">The limit is a minimum, not a maximum.</param>
/// <param name="IsShare">The limit is a share from 0 to 1; else a number.</param>
/// <param name="IsWhole">The limit is a whole number.</param>
/// <param name="Help">What the option asks for.</param>
internal sealed record Rule(string Reason, string Option, TextStatistic Statistic, bool AtLeast, bool IsShare, bool IsWhole, string Help)
{
    /// <summary>Whether a value breaks the rule.</summary>
    public bool IsBroken(double value, double limit) => AtLeast ? value < limit : value > limit;
}
