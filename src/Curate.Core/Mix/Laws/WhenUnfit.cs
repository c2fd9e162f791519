namespace Curate.Core.Mix.Laws;

/// <summary>What is mixed where laws foretell no better than the mean of the runs.</summary>
public enum WhenUnfit : byte
{
    /// <summary>Equal shares within the bounds.</summary>
    Stratified,

    /// <summary>Nothing: the run fails.</summary>
    Fail,

    /// <summary>The mixture that the laws call best, all the same.</summary>
    Use,
}
