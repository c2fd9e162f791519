namespace Curate.Core.Methods;

/// <summary>A state that absorbs another: merging the states of two parts equals one pass over both.</summary>
public interface IMergeable<TSelf>
    where TSelf : IMergeable<TSelf>
{
    /// <summary>Absorbs the state of rows that come later; <paramref name="later"/> is not used again.</summary>
    void Merge(TSelf later);
}
