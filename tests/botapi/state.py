"""The world behind the double: people, chats, messages, and the shapes in which a bot sees them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.clock import Clock
from tests.botapi.journal import Journal
from tests.botapi.limits import Limits
from tests.botapi.texts import Entity
from tests.botapi.updates import Queue

Json = dict[str, Any]
TOKEN = "7000000001:AA-the-double-of-a-token-0123456789"
ANONYMOUS = 1087968824  # GroupAnonymousBot: who an administrator is when they write as the group
MOST_FILES = 200  # contents kept; older ones keep their size only


@dataclass(slots=True, eq=False)
class Person:
    id: int
    first_name: str
    username: str = ""
    language_code: str = ""
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deleted: bool = False

    def shape(self) -> Json:
        said: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            said["username"] = self.username
        if self.language_code:
            said["language_code"] = self.language_code
        return said


@dataclass(slots=True, eq=False)
class Message:
    """``extra`` holds what is neither text nor buttons, in the API's own fields: photo, sticker, left_chat_member…"""

    id: int
    chat: Chat
    sender: Person
    date: int
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    inline: Json | None = None
    other_markup: Json | None = None
    kind: str = "text"
    extra: Json = field(default_factory=dict)
    reply_to: Message | None = None
    by_chat: bool = False
    edit_date: int = 0
    edits: int = 0
    deleted: bool = False

    def shape(self, deep: bool = True) -> Json:
        said: Json = {"message_id": self.id, "from": self.sender.shape()}
        if self.by_chat:
            said["sender_chat"] = self.chat.shape()
        said["chat"] = self.chat.shape()
        said["date"] = self.date
        if self.edit_date:
            said["edit_date"] = self.edit_date
        if self.reply_to is not None and deep:
            said["reply_to_message"] = self.reply_to.shape(deep=False)
        if self.text:
            named = ("text", "entities") if self.kind == "text" else ("caption", "caption_entities")
            said[named[0]] = self.text
            if self.entities:
                said[named[1]] = self.entities
        said.update(self.extra)
        if self.inline is not None:
            said["reply_markup"] = self.inline
        return said


@dataclass(slots=True, eq=False)
class Chat:
    """``members`` says for each id what they are: creator, administrator, member, left, kicked. The bot is one."""

    id: int
    type: str
    title: str = ""
    person: Person | None = None
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    moved_to: int = 0
    other_bot: bool = False
    last_id: int = 0

    def shape(self) -> Json:
        said: Json = {"id": self.id}
        if self.person is not None:
            said["first_name"] = self.person.first_name
            if self.person.username:
                said["username"] = self.person.username
        else:
            said["title"] = self.title
        said["type"] = self.type
        if self.type == "group":
            said["all_members_are_administrators"] = False
        return said


@dataclass(slots=True)
class Query:
    """A tap that waits for its answerCallbackQuery."""

    id: str
    person: Person
    chat_id: int
    message_id: int
    data: str
    at: float
    answered: Json | None = None


class World:
    def __init__(self, token: str = TOKEN, seed: int = 1) -> None:
        self.chance = random.Random(seed)  # ids that a test can foresee
        self.seed = seed
        self.clock = Clock()
        self.token = token
        self.me = Person(int(token.partition(":")[0]), "Palier", "palier_bot", is_bot=True)
        self.anonymous = Person(ANONYMOUS, "Group", "GroupAnonymousBot", is_bot=True)
        self.queue = Queue(self.clock, self.chance)
        self.journal = Journal(self.clock)
        self.limits = Limits(self.clock, self.journal)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.toasts: list[Json] = []
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.files: dict[str, bytes] = {}
        self.sizes: dict[str, Json] = {}
        self.quiet = False
        self._numbers = {"person": 500_000_000, "group": 4_000_000, "super": 1_900_000_000, "message": 0}
        self._numbers |= {"query": 4_000_000_000_000_000, "file": 0}

    def number(self, kind: str) -> int:
        self._numbers[kind] += 1
        return self._numbers[kind]

    def today(self) -> int:
        return int(self.clock.now())

    def private(self, person: Person) -> Chat:
        """A private chat bears its person's id."""
        chat = self.chats.get(person.id)
        if chat is None:
            members = {self.me.id: "member", person.id: "member"}
            chat = self.chats[person.id] = Chat(person.id, "private", person=person, members=members)
        return chat

    def post(self, chat: Chat, sender: Person, **content: Any) -> Message:
        """A new message. Private chats and basic groups share one numbering, a supergroup has its own, from 1 on."""
        if chat.type == "supergroup":
            chat.last_id += 1
            number = chat.last_id
        else:
            number = self.number("message")
        message = Message(number, chat, sender, self.today(), **content)
        chat.messages[number] = message
        return message

    def keep(self, content: bytes, name: str) -> Json:
        """A file, by the id that the API will give back for it."""
        number = self.number("file")
        key = f"file{number}-{name}"
        self.sizes[key] = {"file_id": key, "file_unique_id": f"u{number}", "file_size": len(content)}
        if not self.quiet:
            self.files[key] = content
            if len(self.files) > MOST_FILES:
                del self.files[next(iter(self.files))]
        return dict(self.sizes[key])
