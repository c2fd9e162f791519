namespace Curate.Core.Profile.Report;

/// <summary>The share of one class before and after, and the difference with its 95% Newcombe interval.</summary>
public readonly record struct ClassShift(string Column, string Class, long Before, long After, double ShareBefore, double ShareAfter, Interval Difference);
