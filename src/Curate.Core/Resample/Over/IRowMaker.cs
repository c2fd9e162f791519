using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>Decides which rows are made up, from which parents. Its own draws are keyed by class, so classes do not depend on each other.</summary>
internal interface IRowMaker
{
    /// <summary>What rows are compared by.</summary>
    FeatureForm Form { get; }

    /// <summary>Makes exactly the rows that a class is to gain; parents are rows of the store.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="ofClass">A class that gains at least one row.</param>
    /// <param name="made">Receives the rows; the caller ends the group.</param>
    void Make(OverInput input, int ofClass, MadeRows made);
}
