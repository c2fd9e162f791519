namespace Curate.Core.Mix;

/// <summary>What fixes the size of a mixture.</summary>
public enum MixStop
{
    /// <summary>The first source is used up: the largest mixture of these shares in which no source exceeds its repeats (once, unless more are allowed).</summary>
    FirstExhausted,
    /// <summary>The last source is used up: the smallest mixture of these shares that has every row; smaller sources repeat.</summary>
    AllExhausted,
    /// <summary>A budget in the unit of the mixture.</summary>
    Budget,
    /// <summary>So many times the size of all sources together.</summary>
    Epochs,
}
