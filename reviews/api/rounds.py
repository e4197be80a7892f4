"""The acts of a round that concern its people: who judges, who votes, who signs an exception, who is asked."""

from collections.abc import Iterable

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.resource import Resource, RowFilter, given, named
from claims.api.write import Nothing, WithReason
from claims.models import Claim, Scope, User
from claims.refusals import NotSo
from reviews import workflow
from reviews.api import read, write
from reviews.models import Rating, ReplyRequest, Review


def rating_of(slug: str) -> Rating:
    found = Rating.objects.filter(scale__is_default=True, slug=slug).first()
    if found is None:
        raise NotSo(f"The scale has no rating “{slug}”.", field="rating")
    return found


def people_called(names: Iterable[str], *, field: str) -> list[User]:
    """Those people, in the order given; a name that nobody has is refused."""
    names = list(names)
    people = {person.username: person for person in User.objects.filter(username__in=names)}
    for name in names:
        if name not in people:
            raise NotSo(f"There is nobody called “{name}”.", field=field)
    return [people[name] for name in names]


class RoundActs(Resource[Review]):
    def shown_again(self, review: Review) -> Response:
        return self.shown(self.get_queryset().get(pk=review.pk))

    @extend_schema(request=write.Assign, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"])
    def assignments(self, request: Request, pk: str) -> Response:
        """Ask reviewers, by user name, or those whom the desk's rules suggest first."""
        words = given(write.Assign, request)
        review, by, due_on = self.get_object(), User.of(request.user), words["due_on"]
        if words["by_rule"] == bool(words["reviewers"]):
            raise NotSo("Name reviewers, or let the rules choose.", field="reviewers")
        if words["by_rule"]:
            return self.shown_again(workflow.assign_by_rule(review=review, by=by, due_on=due_on))
        reviewers = people_called(words["reviewers"], field="reviewers")
        return self.shown_again(workflow.assign(review=review, reviewers=reviewers, by=by, due_on=due_on))

    @extend_schema(request=write.Reassign, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"])
    def reassignments(self, request: Request, pk: str) -> Response:
        """Take a reviewer off, with or without somebody in his place. Whether he had judged is not told."""
        words = given(write.Reassign, request)
        review, by, why = self.get_object(), User.of(request.user), words["why"]
        (reviewer,) = people_called([words["reviewer"]], field="reviewer")
        if words["to"] is None:
            return self.shown_again(workflow.take_off(review=review, reviewer=reviewer, by=by, why=why))
        (to,) = people_called([words["to"]], field="to")
        return self.shown_again(workflow.reassign(review=review, reviewer=reviewer, to=to, by=by, why=why))

    @extend_schema(request=WithReason, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"], scopes={"POST": Scope.VERDICTS_WRITE})
    def withdrawals(self, request: Request, pk: str) -> Response:
        """Withdraw your own verdict before all are in. It stays on record and does not count."""
        words, review = given(WithReason, request), self.get_object()
        workflow.withdraw_verdict(review=review, by=User.of(request.user), why=words["why"])
        return self.shown_again(review)

    @extend_schema(request=write.Vote, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"])
    def votes(self, request: Request, pk: str) -> Response:
        """Vote between two verdicts that differ, where a panel decides; the second vote for a rating settles it."""
        words, review = given(write.Vote, request), self.get_object()
        workflow.vote(
            review=review, by=User.of(request.user), rating=rating_of(words["rating"]), reasons=words["reasons"]
        )
        return self.shown_again(review)

    @extend_schema(request=write.AskException, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"])
    def exceptions(self, request: Request, pk: str) -> Response:
        """Ask that it is published against the gate for anonymous claims: the first of two signatures."""
        words, review = given(write.AskException, request), self.get_object()
        workflow.ask_exception(review=review, by=User.of(request.user), reason=words["reason"])
        return self.shown_again(review)

    @extend_schema(request=Nothing, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"], url_path="countersignatures")
    def countersignatures(self, request: Request, pk: str) -> Response:
        """The second signature under an exception, by another person."""
        given(Nothing, request)
        review = self.get_object()
        workflow.sign_exception(review=review, by=User.of(request.user))
        return self.shown_again(review)

    @extend_schema(request=write.MarkSerious, responses={201: read.ReviewDetail})
    @action(detail=True, methods=["post"])
    def seriousness(self, request: Request, pk: str) -> Response:
        """Say that the claim is, or is not, a serious allegation."""
        words = given(write.MarkSerious, request)
        return self.shown_again(workflow.mark_serious(review=self.get_object(), by=User.of(request.user), **words))


class ReplyFilter(django_filters.FilterSet):  # type: ignore[misc]
    claim = RowFilter()


class Replies(Resource[ReplyRequest]):
    """Who was asked for a reply to a claim, and what came of it."""

    scopes = {"GET": Scope.REVIEWS_READ, "POST": Scope.REVIEWS_WRITE}
    reading = "reviews.view_review"
    queryset = ReplyRequest.objects.all()
    filterset_class = ReplyFilter
    serializer_class = read.ReplyRead

    @extend_schema(request=write.AskReply, responses={201: read.ReplyRead})
    def create(self, request: Request) -> Response:
        """Log that somebody was asked for a reply."""
        words = given(write.AskReply, request)
        claim = named(Claim, words.pop("claim"), field="claim")
        return self.shown(workflow.ask_reply(claim=claim, by=User.of(request.user), **words))

    @extend_schema(request=write.RecordReply, responses={201: read.ReplyRead})
    @action(detail=True, methods=["post"])
    def answers(self, request: Request, pk: str) -> Response:
        """Add what was answered, once: words, or that there will be no comment."""
        words = given(write.RecordReply, request)
        return self.shown(workflow.record_reply(request=self.get_object(), by=User.of(request.user), **words))
